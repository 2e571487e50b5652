import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { StreamEvent } from '../../../model/stream-event';
import type { WireEvent } from '../../../model/wire-event';
import type { AnswerTarget, RequestTarget } from '../../codec';
import type { WireObject } from '../anthropic-messages.wire';
import { AnthropicStreamDecoder } from '../decode-stream';
import { AnthropicStreamEncoder } from '../encode-stream';

export function readJson(name: string): WireObject {
  return JSON.parse(readFileSync(join(__dirname, name), 'utf8')) as WireObject;
}

/** One event a line. */
export function readChunks(name: string): WireEvent[] {
  return readFileSync(join(__dirname, name), 'utf8').trimEnd().split('\n').map(toEvent);
}

export function toEvent(data: string): WireEvent {
  return { event: (JSON.parse(data) as { type: string }).type, data };
}

export const requestTarget: RequestTarget = {
  model: 'claude-opus-4-6',
  defaultMaxTokens: 4096,
  acceptsSignature: ({ dialect, value }) => dialect === 'anthropic-messages' && value !== '',
};

export const answerTarget: AnswerTarget = {
  model: 'asked-for',
  wantsStreamUsage: false,
  createId: (prefix) => `${prefix}new`,
  nowSeconds: 1_700_000_000,
};

export function decodeAll(events: readonly WireEvent[]): StreamEvent[] {
  const decoder = new AnthropicStreamDecoder();
  return [...events.flatMap((event) => decoder.push(event)), ...decoder.close()];
}

export function encodeAll(events: readonly StreamEvent[], target = answerTarget) {
  const encoder = new AnthropicStreamEncoder(target);
  const written = events.flatMap((event) => encoder.push(event));
  return { bodies: written.map(({ data }) => JSON.parse(data) as WireObject), written, losses: encoder.losses };
}
