import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { StreamEvent } from '../../../model/stream-event';
import type { WireEvent } from '../../../model/wire-event';
import type { AnswerTarget, RequestTarget } from '../../codec';
import { createStreamDecoder } from '../decode-stream';
import { createStreamEncoder } from '../encode-stream';

export function readChunks(name: string): string[] {
  return readFileSync(join(__dirname, `${name}.chunks.txt`), 'utf8').split('\n').filter((line) => line !== '');
}

export const ANSWER: AnswerTarget = {
  model: 'asked-for',
  wantsStreamUsage: false,
  createId: (prefix) => `${prefix}made`,
  nowSeconds: 1_700_000_000,
};

export const TARGET: RequestTarget = {
  model: 'gemini-3-pro-preview',
  defaultMaxTokens: 4096,
  acceptsSignature: (signature) => signature.dialect === 'gemini-generate',
};

export function decodeAll(data: readonly string[]): StreamEvent[] {
  const decoder = createStreamDecoder();
  return [...data.flatMap((one) => decoder.push({ data: one })), ...decoder.close()];
}

export function encodeAll(events: readonly StreamEvent[]): WireEvent[] {
  const encoder = createStreamEncoder(ANSWER);
  return events.flatMap((event) => encoder.push(event));
}
