import type { ChatRequest } from '../../model/chat-request';
import { keepRest } from '../carry-rest';
import { invalidRequest } from '../invalid-request';
import { asObject, asString } from '../read-json';
import { DIALECT, type WireObject } from './anthropic-messages.wire';
import { decodeMessage, decodeSystem } from './decode-message';
import { decodeOutput } from './decode-reasoning';
import { decodeToolChoice, decodeTools } from './decode-tools';

const READ: ReadonlySet<string> = new Set([
  'model',
  'stream',
  'messages',
  'system',
  'tools',
  'tool_choice',
  'thinking',
  'output_config',
  'output_format',
  'max_tokens',
  'temperature',
  'top_p',
  'top_k',
  'stop_sequences',
  'metadata',
  'service_tier',
]);

/**
 * A caller's body as a neutral request. `max_tokens` may be missing: counting needs none, and the writer has a default. An
 * explicit null means nothing, but goes back as it came.
 */
export function decodeRequest(body: unknown, hints: { model?: string; isStream?: boolean }): ChatRequest {
  const wire = asObject(body);
  if (wire === undefined) throw invalidRequest('body', '必须是 JSON 对象', 'must be a JSON object');
  const output = decodeOutput(wire, invalidRequest);
  const choice = decodeToolChoice(wire['tool_choice'], invalidRequest);
  const request: ChatRequest = {
    dialect: DIALECT,
    model: readModel(wire, hints.model),
    isStream: readStream(wire, hints.isStream),
    wantsStreamUsage: true,
    messages: decodeMessages(wire),
    tools: decodeTools(wire['tools'], invalidRequest),
    extra: { ...output.extra, ...choice.extra },
  };
  if (output.reasoning !== undefined) request.reasoning = output.reasoning;
  if (output.responseFormat !== undefined) request.responseFormat = output.responseFormat;
  if (choice.toolChoice !== undefined) request.toolChoice = choice.toolChoice;
  if (choice.parallelToolCalls !== undefined) request.parallelToolCalls = choice.parallelToolCalls;
  readFigures(wire, request);
  readLists(wire, request);
  readMetadata(wire, request);
  for (const name of Object.keys(wire)) {
    if (!READ.has(name) || (wire[name] === null && !(name in request.extra))) request.extra[name] = wire[name];
  }
  return keepRest(request, DIALECT, undefined, readNotes(wire));
}

/** What is absent and what is empty mean the same here, but the way back tells them apart. */
export interface RequestNotes {
  isToolsEmpty?: true;
  isStreamFalse?: true;
}

function readNotes(wire: WireObject): RequestNotes | undefined {
  const notes: RequestNotes = {};
  if (Array.isArray(wire['tools']) && wire['tools'].length === 0) notes.isToolsEmpty = true;
  if (wire['stream'] === false) notes.isStreamFalse = true;
  return Object.keys(notes).length > 0 ? notes : undefined;
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

function decodeMessages(wire: WireObject): ChatRequest['messages'] {
  const list = wire['messages'];
  if (!Array.isArray(list) || list.length === 0) {
    throw invalidRequest('messages', '必须是非空数组', 'must be a non-empty array');
  }
  const messages = list.map((message, index) => decodeMessage(message, `messages[${index}]`, invalidRequest));
  const system = wire['system'] ?? undefined;
  if (system !== undefined) messages.unshift({ role: 'system', parts: decodeSystem(system, 'system', invalidRequest) });
  return messages;
}

const FIGURES = [
  ['max_tokens', 'maxTokens', true],
  ['temperature', 'temperature', false],
  ['top_p', 'topP', false],
  ['top_k', 'topK', true],
] as const;

function readFigures(wire: WireObject, request: ChatRequest): void {
  for (const [name, field, isWhole] of FIGURES) {
    const value = wire[name];
    if (value === undefined || value === null) continue;
    if (typeof value !== 'number' || !Number.isFinite(value) || (isWhole && (!Number.isInteger(value) || value < 0))) {
      throw isWhole
        ? invalidRequest(name, '必须是非负整数', 'must be a whole number, not negative')
        : invalidRequest(name, '必须是数字', 'must be a number');
    }
    request[field] = value;
  }
}

function readLists(wire: WireObject, request: ChatRequest): void {
  const stop = wire['stop_sequences'];
  if (stop !== undefined && stop !== null) {
    if (!Array.isArray(stop)) throw invalidRequest('stop_sequences', '必须是数组', 'must be an array');
    request.stop = stop.map((item: unknown, index) => {
      if (typeof item !== 'string')
        throw invalidRequest(`stop_sequences[${index}]`, '必须是字符串', 'must be a string');
      return item;
    });
  }
  const tier = wire['service_tier'];
  if (typeof tier === 'string') request.serviceTier = tier;
  else if (tier !== undefined && tier !== null)
    throw invalidRequest('service_tier', '必须是字符串', 'must be a string');
}

function readMetadata(wire: WireObject, request: ChatRequest): void {
  const value = wire['metadata'];
  if (value === undefined || value === null) return;
  const metadata = asObject(value);
  if (metadata === undefined) throw invalidRequest('metadata', '必须是对象', 'must be an object');
  const { user_id: user, ...rest } = metadata;
  if (typeof user === 'string') request.endUser = user;
  else if (user === null) rest['user_id'] = null;
  else if (user !== undefined) throw invalidRequest('metadata.user_id', '必须是字符串', 'must be a string');
  if (typeof user !== 'string' || Object.keys(rest).length > 0) request.metadata = rest;
}
