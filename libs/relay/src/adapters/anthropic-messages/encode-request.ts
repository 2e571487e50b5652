import type { ChatRequest } from '../../model/chat-request';
import type { Loss } from '../../model/loss';
import { notesOf } from '../carry-rest';
import type { EncodedRequest, RequestTarget } from '../codec';
import { nameTools } from '../name-tools';
import { asObject } from '../read-json';
import { DIALECT, type WireObject } from './anthropic-messages.wire';
import type { RequestNotes } from './decode-request';
import { encodeMessages } from './encode-messages';
import { encodeReasoning } from './encode-reasoning';
import { encodeSampling } from './encode-sampling';
import { listLosses, nameField } from './list-losses';
import { fitCacheControl } from './map-cache-control';
import { findModelTraits } from './model-traits';
import { NAME_RULE, prepareTools } from './prepare-tools';

/** A request for an upstream that speaks the Messages API. */
export function encodeRequest(request: ChatRequest, target: RequestTarget): EncodedRequest {
  const isOwn = request.dialect === DIALECT;
  const losses = isOwn ? [] : listLosses(request);
  const traits = findModelTraits(target.model);
  const names = nameTools(request, DIALECT, NAME_RULE);
  const cacheMarks = target.traits?.cacheMarks ?? 'all';
  const acceptsSignature = target.acceptsSignature.bind(target);
  const context = { isOwn, acceptsSignature, names, cacheMarks, losses };
  const { system, messages } = encodeMessages(request, context, traits.hasMidSystem);
  const { tools, toolChoice, isForced } = prepareTools(request, names, cacheMarks, losses);
  const reasoning = encodeReasoning(request, target, traits, isForced, losses);
  const wire: WireObject = { model: target.model, max_tokens: reasoning.maxTokens };
  if (system !== undefined) wire['system'] = system;
  wire['messages'] = messages;
  if (tools !== undefined) wire['tools'] = tools;
  if (toolChoice !== undefined) wire['tool_choice'] = toolChoice;
  if (request.isStream) wire['stream'] = true;
  if (reasoning.thinking !== undefined) wire['thinking'] = reasoning.thinking;
  encodeOutputConfig(request, reasoning.effort, wire);
  const isThinking = reasoning.thinking !== undefined && reasoning.thinking['type'] !== 'disabled';
  encodeSampling(request, wire, traits, isThinking, losses);
  encodeStop(request, wire, isOwn, losses);
  encodeMetadata(request, wire, isOwn);
  encodeServiceTier(request, wire, isOwn, losses);
  if (isOwn) {
    restoreExtra(wire, request.extra);
    restoreNotes(wire, request);
  }
  return { value: fitCacheControl(wire, cacheMarks, '', losses), losses, toolNames: names };
}

function encodeOutputConfig(request: ChatRequest, effort: string | undefined, wire: WireObject): void {
  const config: WireObject = {};
  if (effort !== undefined) config['effort'] = effort;
  // Names and `strict` of other dialects say nothing here: every schema is enforced.
  if (request.responseFormat?.type === 'json-schema') {
    config['format'] = { type: 'json_schema', schema: request.responseFormat.schema };
  }
  if (Object.keys(config).length > 0) wire['output_config'] = config;
}

function encodeStop(request: ChatRequest, wire: WireObject, isOwn: boolean, losses: Loss[]): void {
  if (request.stop === undefined) return;
  const stop = isOwn ? request.stop : request.stop.filter((sequence) => sequence.trim() !== '');
  if (stop.length < request.stop.length) {
    losses.push({ field: nameField(request, 'stop'), reason: 'sequences of white space are refused here' });
  }
  if (stop.length > 0 || stop.length === request.stop.length) wire['stop_sequences'] = stop;
}

function encodeMetadata(request: ChatRequest, wire: WireObject, isOwn: boolean): void {
  const metadata: WireObject = {};
  if (request.endUser !== undefined) metadata['user_id'] = request.endUser;
  if (isOwn && request.metadata !== undefined) Object.assign(metadata, request.metadata);
  else if (request.endUser === undefined) return;
  wire['metadata'] = metadata;
}

/** Other dialects' tiers: their default is the ordinary one, everything else is a loss. */
function encodeServiceTier(request: ChatRequest, wire: WireObject, isOwn: boolean, losses: Loss[]): void {
  const tier = request.serviceTier;
  if (tier === undefined) return;
  if (isOwn || tier === 'auto') wire['service_tier'] = tier;
  else if (tier === 'default') wire['service_tier'] = 'standard_only';
  else losses.push({ field: 'service_tier', reason: `there is no tier ${tier} here` });
}

const NESTED: ReadonlySet<string> = new Set(['thinking', 'output_config', 'tool_choice']);

/** Fields within known objects were kept by their path. */
function restoreExtra(wire: WireObject, extra: WireObject): void {
  for (const name of Object.keys(extra)) {
    const dot = name.indexOf('.');
    const parent = dot < 0 ? '' : name.slice(0, dot);
    if (!NESTED.has(parent)) wire[name] = extra[name];
    else wire[parent] = { ...asObject(wire[parent]), [name.slice(dot + 1)]: extra[name] };
  }
}

function restoreNotes(wire: WireObject, request: ChatRequest): void {
  const notes = notesOf(request, DIALECT) as RequestNotes | undefined;
  if (notes?.isToolsEmpty === true) wire['tools'] ??= [];
  if (notes?.isStreamFalse === true) wire['stream'] ??= false;
}
