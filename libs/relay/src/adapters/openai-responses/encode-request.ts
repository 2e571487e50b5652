import type { ChatRequest, ToolChoice } from '../../model/chat-request';
import type { Loss } from '../../model/loss';
import { notesOf } from '../carry-rest';
import type { EncodedRequest, RequestTarget } from '../codec';
import { asObject } from '../read-json';
import { ToolNames, type NameRule } from '../tool-names';
import { ENCRYPTED, LOGPROBS, type RequestNotes } from './decode-request';
import { encodePlain } from './decode-settings';
import { encodeInput } from './encode-input';
import { encodeTools } from './encode-tools';
import type { ItemContext } from './item-context';
import { listLosses, nameField } from './list-losses';
import { hashOf } from './map-call-id';
import { encodeReasoning } from './map-reasoning';
import { encodeText } from './map-text-format';
import { encodeToolChoice } from './map-tool-choice';
import { findModelTraits, type ModelTraits } from './model-traits';
import { DIALECT, type WireObject } from './openai-responses.wire';

const NAMES: NameRule = { forbidden: /[^a-zA-Z0-9_-]/, longest: 64 };
/** https://platform.openai.com/docs/api-reference/responses/create: less is refused. */
const LEAST_TOKENS = 16;
const LONGEST_USER = 64;

/** A request for an upstream that speaks the Responses API. */
export function encodeRequest(request: ChatRequest, target: RequestTarget): EncodedRequest {
  const isOwn = request.dialect === DIALECT;
  const losses = isOwn ? [] : listLosses(request);
  const toolNames = new ToolNames(NAMES);
  const traits = findModelTraits(target.model);
  // Tools first: their names are what the history's calls are found by.
  const tools = encodeTools(request, toolNames, losses);
  const { instructions, input } = encodeInput(request, createContext(request, target, toolNames, losses));
  const reasoning = encodeReasoning(request, traits, losses);
  const wire: WireObject = { model: target.model };
  if (instructions !== undefined) wire['instructions'] = instructions;
  wire['input'] = input;
  if (tools.length > 0) wire['tools'] = tools;
  const toolChoice = isOwn ? ownChoice(request.toolChoice) : encodeToolChoice(request, toolNames);
  if (toolChoice !== undefined && (isOwn || tools.length > 0)) wire['tool_choice'] = toolChoice;
  if (request.isStream) wire['stream'] = true;
  if (reasoning.reasoning !== undefined) wire['reasoning'] = reasoning.reasoning;
  const text = encodeText(request, isOwn);
  if (text !== undefined) wire['text'] = text;
  encodePlain(request, wire);
  if (isOwn) restoreOwn(request, wire);
  else encodeForeign(request, wire, reasoning.isOn, traits, losses);
  if (request.metadata !== undefined) wire['metadata'] = request.metadata;
  return { value: wire, losses, toolNames };
}

function createContext(request: ChatRequest, target: RequestTarget, names: ToolNames, losses: Loss[]): ItemContext {
  const marks = target.traits?.cacheMarks;
  const kinds = new Map<string, 'function' | 'custom'>();
  for (const { parts } of request.messages) {
    for (const part of parts) if (part.type === 'tool-call') kinds.set(part.id, part.kind);
  }
  return {
    isOwn: request.dialect === DIALECT,
    isAnswer: false,
    hasCacheMarks: marks === 'all' || marks === 'no-ttl',
    names,
    accepts: target.acceptsSignature.bind(target),
    newId: (prefix, of) => prefix + hashOf(of).slice(0, 40),
    kindOf: (callId) => kinds.get(callId),
    losses,
  };
}

/** Objects come back as they were written. */
function ownChoice(choice: ToolChoice | undefined): unknown {
  return choice?.type === 'tool' || choice?.type === 'allowed' ? undefined : choice?.type;
}

function restoreOwn(request: ChatRequest, wire: WireObject): void {
  const notes = notesOf(request, DIALECT) as RequestNotes | undefined;
  Object.assign(wire, notes?.fields);
  if (notes?.isInputText === true) {
    const [part] = request.messages[request.messages.length - 1]?.parts ?? [];
    if (part?.type === 'text') wire['input'] = part.text;
  } else if (notes?.hasInput === false) delete wire['input'];
  for (const name of Object.keys(request.extra)) restoreExtra(wire, name, request.extra[name]);
}

/** Fields within known objects were kept by their path. */
function restoreExtra(wire: WireObject, name: string, value: unknown): void {
  if (name === 'include' && value !== null) return;
  if (name.startsWith('tool_choice.')) return;
  if (name.startsWith('text.format.')) {
    const text = asObject(wire['text']);
    wire['text'] = { ...text, format: { ...asObject(text?.['format']), [name.slice('text.format.'.length)]: value } };
  } else if (name.startsWith('text.'))
    wire['text'] = { ...asObject(wire['text']), [name.slice('text.'.length)]: value };
  else wire[name] = value;
}

/** Callers of other dialects bring their history along: nothing is kept for them unless they ask. */
function encodeForeign(
  request: ChatRequest,
  wire: WireObject,
  isReasoning: boolean,
  traits: ModelTraits,
  losses: Loss[],
): void {
  const lose = (field: string, reason: string): void => {
    losses.push({ field: nameField(request, field), reason });
  };
  wire['store'] = request.store ?? false;
  const include: string[] = isReasoning && wire['store'] === false ? [ENCRYPTED] : [];
  if (request.logprobs?.isWanted === true) {
    include.push(LOGPROBS);
    if (request.logprobs.top !== undefined) wire['top_logprobs'] = request.logprobs.top;
  }
  if (include.length > 0) wire['include'] = include;
  if (request.maxTokens !== undefined && request.maxTokens < LEAST_TOKENS) {
    wire['max_output_tokens'] = LEAST_TOKENS;
    lose('max_tokens', `is at least ${LEAST_TOKENS} here`);
  }
  if (isReasoning && traits.refusesSampling) {
    for (const name of ['temperature', 'top_p']) {
      if (wire[name] !== undefined && wire[name] !== 1) lose(name, 'the model refuses it while it reasons');
      delete wire[name];
    }
  }
  if (request.endUser !== undefined) {
    wire['safety_identifier'] = request.endUser.length > LONGEST_USER ? hashOf(request.endUser) : request.endUser;
  }
}
