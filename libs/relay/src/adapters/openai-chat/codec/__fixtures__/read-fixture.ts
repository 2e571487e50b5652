import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { StreamEvent } from '../../../../model/stream-event';
import type { WireEvent } from '../../../../model/wire-event';
import type { AnswerTarget, RequestTarget } from '../../../codec';
import { ChatStreamDecoder } from '../decode-stream';
import { ChatStreamEncoder } from '../encode-stream';
import type { Fields } from '../openai-chat.wire';

export const REQUEST: RequestTarget = {
  model: 'gpt-4.1',
  defaultMaxTokens: 4096,
  acceptsSignature: ({ dialect }) => dialect === 'openai-chat',
};

export const ANSWER: AnswerTarget = {
  model: 'asked-for',
  wantsStreamUsage: true,
  createId: (prefix) => `${prefix}new`,
  nowSeconds: 1_700_000_000,
};

export function readJson(name: string): Fields {
  return JSON.parse(readFileSync(join(__dirname, name), 'utf8')) as Fields;
}

/** One event a line. */
export function readChunks(name: string): WireEvent[] {
  const text = readFileSync(join(__dirname, `${name}.chunks.txt`), 'utf8').trimEnd();
  return text.split('\n').map((data) => ({ data }));
}

/** Chunks of one choice, by their deltas; a string is the reason of its end. */
export function chunks(...deltas: (Fields | string)[]): WireEvent[] {
  return deltas.map((delta) => {
    const choice = typeof delta === 'string' ? { delta: {}, finish_reason: delta } : { delta, finish_reason: null };
    const head = { id: 'chatcmpl-1', object: 'chat.completion.chunk', created: 7, model: 'm' };
    return { data: JSON.stringify({ ...head, choices: [{ index: 0, ...choice }] }) };
  });
}

export const DONE: WireEvent = { data: '[DONE]' };

export function decodeAll(events: readonly WireEvent[]): StreamEvent[] {
  const decoder = new ChatStreamDecoder();
  return [...events.flatMap((event) => decoder.push(event)), ...decoder.close()];
}

export function encodeAll(events: readonly StreamEvent[], target = ANSWER) {
  const encoder = new ChatStreamEncoder(target);
  const written = events.flatMap((event) => encoder.push(event));
  const bodies = written.filter(({ data }) => data !== '[DONE]').map(({ data }) => JSON.parse(data) as Fields);
  return { bodies, written, losses: encoder.losses };
}
