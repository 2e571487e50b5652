import type { AppError, Locale } from '@app/kernel';
import type { Dialect } from '../model/dialect';
import type { StreamEvent } from '../model/stream-event';
import type { WireEvent } from '../model/wire-event';
import { anthropicMessagesCodec } from './anthropic-messages/anthropic-messages.codec';
import type { AnswerTarget, Codec } from './codec';
import { geminiGenerateCodec } from './gemini-generate/gemini-generate.codec';
import { openAiChatCodec } from './openai-chat/codec/openai-chat.codec';
import { openAiResponsesCodec } from './openai-responses/openai-responses.codec';
import { asObject, asString } from './read-json';
import { scanObject, ScanError, type ScannedValue } from './scan-object';
import { writeEvents } from './write-events';

type Wire = Record<string, unknown>;
type StartEvent = Extract<StreamEvent, { type: 'start' }>;

/** A dialect as bytes: what to look for in streams that pass, and how to name a model in them. */
export class NativeDialect {
  readonly tellingMarks: readonly Buffer[];
  /** Marks of events that decide something; undefined = all that tell do. The others bring newer figures at best. */
  readonly decidingMarks: readonly Buffer[] | undefined;
  readonly textKeys: readonly Buffer[];
  readonly wholeTextKeys: readonly Buffer[];

  constructor(
    readonly codec: Codec,
    private readonly facts: {
      /** What stands in events that carry usage, an end, an error or the model's name. */
      marks: readonly string[];
      /** Those among them that end or begin something, where nearly every event carries figures. */
      deciding?: readonly string[];
      /** Keys of text that the model wrote, each up to its quote. */
      textKeys: readonly string[];
      /** The same in an answer of one piece, where they differ. */
      wholeTextKeys?: readonly string[];
      /** Last event of a complete stream, for upstreams that leave it out. */
      closing?: string;
      /** Types of the events among them that count, where events have types: a piece of text may be any of the marks. */
      types?: readonly string[];
      /** What is left of an event without its content, where content and figures share events. */
      gist?: (wire: Wire) => Wire;
      /** Under which key the model is named, and in which object if that is there. */
      model: { key: string; within?: string };
    },
  ) {
    this.tellingMarks = facts.marks.map((mark) => Buffer.from(mark));
    this.decidingMarks = facts.deciding?.map((mark) => Buffer.from(mark));
    this.textKeys = facts.textKeys.map((key) => Buffer.from(key));
    this.wholeTextKeys = facts.wholeTextKeys?.map((key) => Buffer.from(key)) ?? this.textKeys;
  }

  get closing(): string | undefined {
    return this.facts.closing;
  }

  /**
   * What an event that bears a mark says for us; undefined = nothing. Content is no part of it: it passes, in whatever form.
   * What is no JSON is left to the decoder, who says so.
   */
  gist(event: WireEvent): WireEvent | undefined {
    const { types, gist } = this.facts;
    if (types === undefined && gist === undefined) return event;
    const wire = parsed(event.data);
    if (wire === undefined) return event;
    if (types?.includes(asString(wire['type']) ?? event.event ?? '') === false) return undefined;
    return gist === undefined ? event : { ...event, json: gist(wire) };
  }

  /** The error event of a stream that has begun; `start` is how, as far as it is known. */
  failure(error: AppError, requestId: string, locale: Locale, start?: StartEvent): Buffer {
    const encoder = this.codec.createStreamEncoder(start === undefined ? NOBODY : { ...NOBODY, model: start.model });
    // The caller has seen the beginning: he gets no other.
    if (start !== undefined) encoder.push(start);
    return writeEvents(encoder.fail(error, requestId, locale));
  }

  /** Everything else stays as it was written: numbers may be longer than ours. */
  renameInBody(body: Buffer, name: string): Buffer {
    const place = this.findModel(body);
    return place === undefined ? body : replaced(body, place, name);
  }

  renameInEvent(event: Buffer, name: string): Buffer {
    const data = dataOf(event);
    if (data === undefined) return event;
    const place = this.findModel(event.subarray(data.start, data.end));
    if (place === undefined) return event;
    return replaced(event, { start: data.start + place.start, end: data.start + place.end }, name);
  }

  private findModel(json: Buffer): ScannedValue | undefined {
    const { key, within } = this.facts.model;
    try {
      const { values } = scanObject(json, new Set(within === undefined ? [key] : [key, within]));
      const outer = within === undefined ? undefined : values.get(within);
      if (outer === undefined || json[outer.start] !== OPEN_BRACE) return textAt(json, values.get(key));
      const inner = scanObject(json.subarray(outer.start, outer.end), new Set([key])).values.get(key);
      return textAt(json, inner && { start: outer.start + inner.start, end: outer.start + inner.end });
    } catch (error) {
      if (error instanceof ScanError) return undefined;
      throw error;
    }
  }
}

function parsed(json: string): Wire | undefined {
  try {
    return asObject(JSON.parse(json));
  } catch {
    return undefined;
  }
}

function emptied(candidate: unknown): unknown {
  const fields = asObject(candidate);
  return fields === undefined ? candidate : { ...fields, content: undefined };
}

const OPEN_BRACE = 0x7b;
const QUOTE = 0x22;
const LF = 0x0a;
const DATA = Buffer.from('data:');

function textAt(json: Buffer, place: ScannedValue | undefined): ScannedValue | undefined {
  return place !== undefined && json[place.start] === QUOTE ? place : undefined;
}

function replaced(bytes: Buffer, { start, end }: ScannedValue, name: string): Buffer {
  return Buffer.concat([bytes.subarray(0, start), Buffer.from(JSON.stringify(name)), bytes.subarray(end)]);
}

/** Where the event's data is, which in all dialects is one line. */
function dataOf(event: Buffer): ScannedValue | undefined {
  let start = event.indexOf(DATA);
  while (start > 0 && event[start - 1] !== LF) start = event.indexOf(DATA, start + 1);
  if (start < 0) return undefined;
  const end = event.indexOf(LF, start);
  return { start: start + DATA.length, end: end < 0 ? event.length : end };
}

/** For errors, which name no model and need no ids. */
const NOBODY: AnswerTarget = { model: '', wantsStreamUsage: false, createId: (prefix) => prefix, nowSeconds: 0 };

const RESPONSE_STATES = ['created', 'queued', 'in_progress', 'completed', 'incomplete', 'done', 'failed', 'cancelled'];

const NATIVE: Readonly<Record<Dialect, NativeDialect>> = {
  'openai-chat': new NativeDialect(openAiChatCodec, {
    marks: ['"usage"', '[DONE]', '"error"'],
    textKeys: ['content"', 'arguments"', '"text"', '"reasoning"'],
    closing: 'data: [DONE]\n\n',
    model: { key: 'model' },
  }),
  'openai-responses': new NativeDialect(openAiResponsesCodec, {
    marks: [...RESPONSE_STATES.map((state) => `"response.${state}"`), '"error"'],
    textKeys: ['"delta"'],
    wholeTextKeys: ['"text"', '"arguments"', '"input"', '"refusal"'],
    model: { key: 'model', within: 'response' },
  }),
  'anthropic-messages': new NativeDialect(anthropicMessagesCodec, {
    marks: ['"message_start"', '"message_delta"', '"message_stop"', '"error"'],
    textKeys: ['"text"', '"thinking"', '"partial_json"', '"name"'],
    closing: 'event: message_stop\ndata: {"type":"message_stop"}\n\n',
    types: ['message_start', 'message_delta', 'message_stop', 'error'],
    model: { key: 'model', within: 'message' },
  }),
  'gemini-generate': new NativeDialect(geminiGenerateCodec, {
    marks: ['"usageMetadata"', '"finishReason"', '"blockReason"', '"modelVersion"', '"error"'],
    // Both `finishReason` and `blockReason`.
    deciding: ['Reason"', '"error"'],
    textKeys: ['"text"', '"name"'],
    gist: (wire) => ({
      ...wire,
      ...(Array.isArray(wire['candidates']) && { candidates: wire['candidates'].map(emptied) }),
    }),
    model: { key: 'modelVersion' },
  }),
};

export function nativeDialect(dialect: Dialect): NativeDialect {
  return NATIVE[dialect];
}
