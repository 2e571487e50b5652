import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ChatRequest, Message } from '../../../model/chat-request';
import type { Part } from '../../../model/content';
import type { StreamEvent } from '../../../model/stream-event';
import type { WireEvent } from '../../../model/wire-event';
import type { AnswerTarget, RequestTarget } from '../../codec';
import { ResponsesStreamDecoder } from '../decode-stream';
import { encodeRequest } from '../encode-request';
import { ResponsesStreamEncoder } from '../encode-stream';
import type { WireItem, WireObject } from '../openai-responses.wire';

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

export const toEvents = (bodies: readonly object[]) => bodies.map((body) => toEvent(JSON.stringify(body)));

export const requestTarget: RequestTarget = {
  model: 'gpt-5.1',
  defaultMaxTokens: 4096,
  acceptsSignature: ({ dialect }) => dialect === 'openai-responses',
};

/** Ids are counted, so that each item's can be told from the others. */
export function answerTarget(model = 'asked-for'): AnswerTarget {
  let count = 0;
  return { model, wantsStreamUsage: false, createId: (prefix) => `${prefix}new${++count}`, nowSeconds: 1_700_000_000 };
}

export function decodeAll(events: readonly WireEvent[]): StreamEvent[] {
  const decoder = new ResponsesStreamDecoder();
  return [...events.flatMap((event) => decoder.push(event)), ...decoder.close()];
}

export function encodeAll(events: readonly StreamEvent[], target = answerTarget()) {
  const encoder = new ResponsesStreamEncoder(target);
  const written = events.flatMap((event) => encoder.push(event));
  return { bodies: written.map(({ data }) => JSON.parse(data) as WireObject), written, losses: encoder.losses };
}

export const text = (value: string): Part => ({ type: 'text', text: value });
export const says = (role: Message['role'], ...parts: Part[]): Message => ({ role, parts });

/** A request of another dialect, as its upstream gets it. */
export function encode(fields: Partial<ChatRequest>, target: Partial<RequestTarget> = {}) {
  const request: ChatRequest = {
    dialect: 'openai-chat',
    model: 'asked',
    isStream: false,
    wantsStreamUsage: false,
    messages: [says('user', text('hi'))],
    tools: [],
    extra: {},
    ...fields,
  };
  const { value, losses, toolNames } = encodeRequest(request, { ...requestTarget, ...target });
  return { value, input: value['input'] as WireItem[], losses: losses.map(({ field }) => field), toolNames };
}
