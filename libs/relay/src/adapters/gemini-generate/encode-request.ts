import type { ChatRequest } from '../../model/chat-request';
import type { Loss } from '../../model/loss';
import { asksForNothing, listRestLosses } from '../carry-rest';
import type { EncodedRequest, RequestTarget } from '../codec';
import { nameTools } from '../name-tools';
import { asObject } from '../read-json';
import { readNotes } from './carry-notes';
import { encodeContents } from './encode-content';
import { encodeSettings } from './encode-settings';
import { DIALECT, type Fields } from './gemini-generate.wire';
import { encodeToolChoice } from './map-tool-choice';
import { readModelTraits } from './model-traits';
import { NAME_RULE, prepareTools } from './prepare-tools';

/** `model` and streaming go into the path, not into the body. */
export function encodeRequest(request: ChatRequest, target: RequestTarget): EncodedRequest {
  const losses: Loss[] = [];
  const isOwn = request.dialect === DIALECT;
  const traits = readModelTraits(target.model);
  const names = nameTools(request, DIALECT, NAME_RULE);
  const body: Fields = encodeContents(request, target, traits, names, losses);
  const tools = prepareTools(request, traits, names, losses);
  if (tools !== undefined) body['tools'] = tools;
  const calling = encodeToolChoice(request, names);
  if (calling !== undefined) body['toolConfig'] = { functionCallingConfig: calling };
  const settings = encodeSettings(request, traits, losses);
  if (settings !== undefined) body['generationConfig'] = settings;
  encodeService(request, isOwn, body, losses);
  loseForeign(request, losses);
  for (const path of Object.keys(request.extra)) {
    if (isOwn) writePath(body, path, request.extra[path]);
    else if (!asksForNothing(path, request.extra[path]))
      losses.push({ field: path, reason: 'Gemini has no place for it' });
  }
  const kept = readNotes(request).written ?? {};
  for (const path of Object.keys(kept)) writePath(body, path, kept[path]);
  return { value: body, losses, toolNames: names };
}

function encodeService(request: ChatRequest, isOwn: boolean, body: Fields, losses: Loss[]): void {
  const { store, serviceTier } = request;
  if (isOwn) {
    if (store !== undefined) body['store'] = store;
    if (serviceTier !== undefined) body['serviceTier'] = serviceTier;
    return;
  }
  if (store === true) losses.push({ field: 'store', reason: 'Gemini keeps no answers to be fetched later' });
  if (serviceTier === 'flex' || serviceTier === 'priority') body['serviceTier'] = serviceTier;
  else if (serviceTier !== undefined && !['auto', 'default', 'standard', 'standard_only'].includes(serviceTier)) {
    losses.push({ field: 'serviceTier', reason: `Gemini has no tier ${serviceTier}` });
  }
}

const NO_PLACE = [
  'logitBias',
  'verbosity',
  'promptCacheKey',
  'promptCacheRetention',
  'endUser',
  'metadata',
  'previousResponseId',
] as const satisfies readonly (keyof ChatRequest)[];

function loseForeign(request: ChatRequest, losses: Loss[]): void {
  for (const field of NO_PLACE) {
    if (request[field] !== undefined) losses.push({ field, reason: 'Gemini has no place for it' });
  }
  if (request.parallelToolCalls === false && request.tools.length > 0) {
    losses.push({ field: 'parallelToolCalls', reason: 'Gemini cannot be held to one call at a time' });
  }
  listRestLosses(request, DIALECT, '', losses);
  for (const field of ['reasoning', 'responseFormat', 'toolChoice'] as const) {
    listRestLosses(request[field] ?? {}, DIALECT, field, losses);
  }
}

/** Paths are those of decoding: a field, or a field of one of the two objects that hold settings. */
function writePath(body: Fields, path: string, value: unknown): void {
  const dot = path.indexOf('.');
  const parent = dot < 0 ? undefined : path.slice(0, dot);
  if (parent !== 'generationConfig' && parent !== 'toolConfig') {
    if (!(path in body)) body[path] = value;
    return;
  }
  const holder = { ...asObject(body[parent]) };
  const name = path.slice(dot + 1);
  if (!(name in holder)) holder[name] = value;
  body[parent] = holder;
}
