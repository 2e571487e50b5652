import type { ChatRequest, Message } from '../../model/chat-request';
import { keepRest } from '../carry-rest';
import { invalidRequest } from '../invalid-request';
import { asObject, asString } from '../read-json';
import { keepNotes } from './carry-notes';
import { decodeInput } from './decode-input';
import { decodePlain, PLAIN_FIELDS } from './decode-settings';
import { addHistoryTools, decodeTools } from './decode-tools';
import { decodeReasoningSettings } from './map-reasoning';
import { decodeText } from './map-text-format';
import { decodeToolChoice } from './map-tool-choice';
import { DIALECT, type WireObject } from './openai-responses.wire';
import { needList, optionalString } from './read-wire';

/** How a request was written, for the way back. */
export interface RequestNotes {
  /** Fields as they came: those whose meaning is told elsewhere, and those that mean nothing to anybody else. */
  fields: WireObject;
  hasInput: boolean;
  isInputText: boolean;
}

const READ: ReadonlySet<string> = new Set([
  ...['model', 'stream', 'input', 'instructions', 'tools', 'tool_choice', 'reasoning', 'text', 'include', 'metadata'],
  ...['top_logprobs', 'user', 'safety_identifier', ...PLAIN_FIELDS],
]);

/** These ask for nothing that another dialect could fail to give. */
const HARMLESS: Readonly<Record<string, (value: unknown) => boolean>> = {
  background: (value) => value === false,
  client_metadata: () => true,
  stream_options: () => true,
  truncation: (value) => value === 'disabled',
};

export const LOGPROBS = 'message.output_text.logprobs';
export const ENCRYPTED = 'reasoning.encrypted_content';

export function decodeRequest(body: unknown, hints: { model?: string; isStream?: boolean }): ChatRequest {
  const wire = asObject(body);
  if (wire === undefined) throw invalidRequest('body', '必须是 JSON 对象', 'must be a JSON object');
  const choice = decodeToolChoice(wire['tool_choice'], invalidRequest);
  const text = decodeText(wire['text'], invalidRequest);
  const messages = decodeMessages(wire);
  const request: ChatRequest = {
    dialect: DIALECT,
    model: readModel(wire, hints.model),
    isStream: readStream(wire, hints.isStream),
    wantsStreamUsage: true,
    messages,
    tools: decodeTools(wire['tools'], 'tools', invalidRequest),
    extra: { ...choice.extra, ...text.extra },
  };
  addHistoryTools(request.tools, messages, invalidRequest);
  if (choice.toolChoice !== undefined) request.toolChoice = choice.toolChoice;
  if (text.responseFormat !== undefined) request.responseFormat = text.responseFormat;
  if (text.verbosity !== undefined) request.verbosity = text.verbosity;
  const reasoning = decodeReasoningSettings(wire['reasoning'], invalidRequest);
  if (reasoning !== undefined) request.reasoning = reasoning;
  decodePlain(wire, request, invalidRequest);
  readUser(wire, request);
  const include = readInclude(wire, request);
  keepExtra(wire, request, include);
  return request;
}

function readModel(wire: WireObject, hint: string | undefined): string {
  const model = hint ?? asString(wire['model']);
  if (model === undefined || model === '')
    throw invalidRequest('model', '必须是非空字符串', 'must be a non-empty string');
  return model;
}

function readStream(wire: WireObject, hint: boolean | undefined): boolean {
  const stream = wire['stream'] ?? undefined;
  if (stream !== undefined && typeof stream !== 'boolean')
    throw invalidRequest('stream', '必须是布尔值', 'must be a boolean');
  return hint ?? stream ?? false;
}

/** What OpenAI keeps itself may stand in place of the input. */
function decodeMessages(wire: WireObject): Message[] {
  const messages: Message[] = [];
  const text = readText(wire, 'instructions');
  if (text !== undefined) {
    const instructions: Message = { role: 'system', parts: [{ type: 'text', text }] };
    messages.push(keepNotes(instructions, undefined, { isInstructions: true }));
  }
  const input = wire['input'] ?? undefined;
  if (input !== undefined) return [...messages, ...decodeInput(input, invalidRequest)];
  if (['previous_response_id', 'prompt', 'conversation'].every((name) => (wire[name] ?? null) === null)) {
    throw invalidRequest('input', '必须是字符串或数组', 'must be a string or an array');
  }
  return messages;
}

/** `safety_identifier` is the newer name of the two. */
function readUser(wire: WireObject, request: ChatRequest): void {
  for (const name of ['safety_identifier', 'user']) {
    const user = readText(wire, name);
    if (user !== undefined) request.endUser ??= user;
  }
}

function readText(wire: WireObject, name: string): string | undefined {
  return optionalString(wire, name, '', () => invalidRequest(name, '必须是字符串', 'must be a string'));
}

/** Returns what of it asks for more than the model knows. */
function readInclude(wire: WireObject, request: ChatRequest): unknown[] {
  const value = wire['include'] ?? undefined;
  const include = value === undefined ? [] : needList(value, 'include', invalidRequest);
  const top = wire['top_logprobs'];
  if (typeof top === 'number' && top > 0) request.logprobs = { isWanted: true, top };
  else if (include.includes(LOGPROBS)) request.logprobs = { isWanted: true };
  return include.filter((name) => name !== LOGPROBS && name !== ENCRYPTED);
}

function keepExtra(wire: WireObject, request: ChatRequest, include: unknown[]): void {
  const { extra } = request;
  const fields: WireObject = {};
  for (const name of ['include', 'top_logprobs', 'user', 'safety_identifier']) {
    if ((wire[name] ?? null) !== null) fields[name] = wire[name];
  }
  if (Array.isArray(wire['tools']) && wire['tools'].length === 0) fields['tools'] = [];
  if (wire['stream'] === false) fields['stream'] = false;
  if (asObject(wire['tool_choice']) !== undefined) fields['tool_choice'] = wire['tool_choice'];
  if (include.length > 0) extra['include'] = include;
  for (const name of Object.keys(wire)) {
    const value = wire[name];
    if (Object.hasOwn(HARMLESS, name) && HARMLESS[name]!(value)) fields[name] = value;
    else if (!READ.has(name) || value === null) extra[name] = value;
  }
  const input = wire['input'] ?? undefined;
  const notes: RequestNotes = { fields, hasInput: input !== undefined, isInputText: typeof input === 'string' };
  keepRest(request, DIALECT, undefined, notes);
}
