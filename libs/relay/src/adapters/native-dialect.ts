import type { AppError, Locale } from '@app/kernel';
import type { Dialect } from '../model/dialect';
import { anthropicMessagesCodec } from './anthropic-messages/anthropic-messages.codec';
import type { AnswerTarget, Codec } from './codec';
import { geminiGenerateCodec } from './gemini-generate/gemini-generate.codec';
import { openAiChatCodec } from './openai-chat/codec/openai-chat.codec';
import { openAiResponsesCodec } from './openai-responses/openai-responses.codec';
import { asObject } from './read-json';
import { writeEvents } from './write-events';

type Wire = Record<string, unknown>;

/** A dialect as bytes: what to look for in streams that pass, and how to name a model in them. */
export class NativeDialect {
  readonly tellingMarks: readonly Buffer[];
  readonly textKeys: readonly Buffer[];
  readonly wholeTextKeys: readonly Buffer[];

  constructor(
    readonly codec: Codec,
    private readonly facts: {
      /** What stands in events that carry usage, an end, an error or the model's name. */
      marks: readonly string[];
      /** Keys of text that the model wrote, each up to its quote. */
      textKeys: readonly string[];
      /** The same in an answer of one piece, where they differ. */
      wholeTextKeys?: readonly string[];
      /** Last event of a complete stream, for upstreams that leave it out. */
      closing?: string;
      /** Objects that name the model, and by which key. */
      modelIn(wire: Wire): [object: Wire | undefined, key: string];
    },
  ) {
    this.tellingMarks = facts.marks.map((mark) => Buffer.from(mark));
    this.textKeys = facts.textKeys.map((key) => Buffer.from(key));
    this.wholeTextKeys = facts.wholeTextKeys?.map((key) => Buffer.from(key)) ?? this.textKeys;
  }

  get closing(): string | undefined {
    return this.facts.closing;
  }

  /** The error event of a stream that has begun. */
  failure(error: AppError, requestId: string, locale: Locale): Buffer {
    return writeEvents(this.codec.createStreamEncoder(NOBODY).fail(error, requestId, locale));
  }

  renameInBody(body: Buffer, name: string): Buffer {
    const wire = this.renamed(body.toString('utf8'), name);
    return wire === undefined ? body : Buffer.from(wire);
  }

  /** Writes the event anew when it names the model. */
  renameInEvent(event: Buffer, name: string): Buffer {
    const lines = event.toString('utf8').split(/\r?\n/);
    const data = lines.filter((line) => line.startsWith('data:')).map((line) => line.slice(5));
    const wire = this.renamed(data.join('\n'), name);
    if (wire === undefined) return event;
    const others = lines.filter((line) => line !== '' && !line.startsWith('data:'));
    return Buffer.from(`${[...others, `data: ${wire}`].join('\n')}\n\n`);
  }

  private renamed(json: string, name: string): string | undefined {
    try {
      const wire = asObject(JSON.parse(json));
      if (wire === undefined) return undefined;
      const [object, key] = this.facts.modelIn(wire);
      if (object === undefined || typeof object[key] !== 'string') return undefined;
      object[key] = name;
      return JSON.stringify(wire);
    } catch {
      return undefined;
    }
  }
}

/** For errors, which name no model and need no ids. */
const NOBODY: AnswerTarget = { model: '', wantsStreamUsage: false, createId: (prefix) => prefix, nowSeconds: 0 };

const NATIVE: Readonly<Record<Dialect, NativeDialect>> = {
  'openai-chat': new NativeDialect(openAiChatCodec, {
    marks: ['"usage"', '[DONE]', '"error"'],
    textKeys: ['content"', 'arguments"', '"text"', '"reasoning"'],
    closing: 'data: [DONE]\n\n',
    modelIn: (wire) => [wire, 'model'],
  }),
  'openai-responses': new NativeDialect(openAiResponsesCodec, {
    marks: [
      ...['created', 'in_progress', 'completed', 'incomplete', 'failed', 'cancelled'].map((end) => `"response.${end}"`),
      '"error"',
    ],
    textKeys: ['"delta"'],
    wholeTextKeys: ['"text"', '"arguments"', '"input"', '"refusal"'],
    modelIn: (wire) => [asObject(wire['response']) ?? wire, 'model'],
  }),
  'anthropic-messages': new NativeDialect(anthropicMessagesCodec, {
    marks: ['"message_start"', '"message_delta"', '"message_stop"', '"error"'],
    textKeys: ['"text"', '"thinking"', '"partial_json"'],
    closing: 'event: message_stop\ndata: {"type":"message_stop"}\n\n',
    modelIn: (wire) => [asObject(wire['message']) ?? wire, 'model'],
  }),
  'gemini-generate': new NativeDialect(geminiGenerateCodec, {
    marks: ['"usageMetadata"', '"finishReason"', '"blockReason"', '"modelVersion"', '"error"'],
    textKeys: ['"text"'],
    modelIn: (wire) => [wire, 'modelVersion'],
  }),
};

export function nativeDialect(dialect: Dialect): NativeDialect {
  return NATIVE[dialect];
}
