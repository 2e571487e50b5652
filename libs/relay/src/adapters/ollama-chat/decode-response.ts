import type { ChatResponse, Choice } from '../../model/chat-response';
import type { Part } from '../../model/content';
import { MalformedPayload } from '../codec';
import { asArray, asObject, asString, without } from '../read-json';
import { detectImage } from '../read-media';
import { decodeToolCall } from './decode-tool-call';
import { decodeFinishReason } from './map-finish-reason';
import { mapUsage } from './map-usage';
import { DIALECT, type Fields } from './ollama-chat.wire';

/** Times say nothing that callers of other dialects wait for, so none of them is a loss. */
export const READ: ReadonlySet<string> = new Set([
  'model',
  'created_at',
  'message',
  'done',
  'done_reason',
  'logprobs',
  'total_duration',
  'load_duration',
  'prompt_eval_count',
  'prompt_eval_duration',
  'eval_count',
  'eval_duration',
]);

/** A complete answer. It has no id. */
export function decodeResponse(body: unknown): ChatResponse {
  const wire = asObject(body);
  if (wire === undefined) throw new MalformedPayload('body', 'must be an object');
  if (wire['error'] !== undefined) throw new MalformedPayload('error', 'is an error and no answer');
  const message = asObject(wire['message']);
  if (message === undefined) throw new MalformedPayload('message', 'must be an object');
  const parts = decodeParts(message, asString(wire['created_at']) ?? '');
  const hasCall = parts.some((part) => part.type === 'tool-call');
  const choice: Choice = { index: 0, parts, finish: decodeFinishReason(wire['done_reason'], hasCall) };
  const logprobs = asArray(wire['logprobs']);
  if (logprobs !== undefined) choice.logprobs = { content: logprobs };
  return {
    dialect: DIALECT,
    id: '',
    model: asString(wire['model']) ?? '',
    createdAt: readSeconds(wire['created_at']),
    choices: [choice],
    usage: mapUsage(wire),
    extra: without(wire, READ),
  };
}

function decodeParts(message: Fields, moment: string): Part[] {
  const parts: Part[] = [];
  const thinking = asString(message['thinking']) ?? '';
  if (thinking !== '') parts.push({ type: 'thinking', text: thinking });
  const text = asString(message['content']) ?? '';
  if (text !== '') parts.push({ type: 'text', text });
  for (const data of readImages(message)) {
    parts.push({ type: 'image', source: { kind: 'base64', mediaType: mediaTypeOf(data), data } });
  }
  (asArray(message['tool_calls']) ?? []).forEach((call, index) => {
    const decoded = decodeToolCall(call, `message.tool_calls[${index}]`, moment, index);
    parts.push({ type: 'tool-call', kind: 'function', ...decoded });
  });
  return parts;
}

export function readImages(message: Fields): string[] {
  return (asArray(message['images']) ?? []).filter((image) => typeof image === 'string' && image !== '') as string[];
}

export function mediaTypeOf(data: string): string {
  return detectImage(data) ?? 'image/png';
}

/** Zero = the upstream did not say. */
export function readSeconds(value: unknown): number {
  const milliseconds = typeof value === 'string' ? Date.parse(value) : Number.NaN;
  return Number.isFinite(milliseconds) ? Math.floor(milliseconds / 1000) : 0;
}
