import type { Restful } from '../../../model/dialect';
import type { StreamEvent } from '../../../model/stream-event';
import type { WireEvent } from '../../../model/wire-event';
import { keepRest } from '../../carry-rest';
import { MalformedPayload, type StreamDecoder } from '../../codec';
import { asArray, asCount, asObject, asString } from '../../read-json';
import { ChoiceReader } from './choice-reader';
import { readSeconds } from './decode-response';
import { decodeErrorStatus, findError } from './map-error-status';
import { mapUsage } from './map-usage';
import { DIALECT, type Fields } from './openai-chat.wire';

const CHUNK: ReadonlySet<string> = new Set([
  'id',
  'object',
  'created',
  'model',
  'choices',
  'usage',
  'obfuscation',
  'x_groq',
]);

/** What the usage says besides its figures. */
export interface UsageNotes {
  usage: Fields;
}

/**
 * Chunks of an upstream's stream become ours. Reasons of ending are kept until the end, since some upstreams give one with
 * every chunk, and others tell calls after it.
 */
export class ChatStreamDecoder implements StreamDecoder {
  private out: StreamEvent[] = [];
  private readonly readers = new Map<number, ChoiceReader>();
  private stage: 'waiting' | 'running' | 'ended' = 'waiting';
  private blockCount = 0;
  private lastUsage = '';

  push(event: WireEvent): StreamEvent[] {
    if (this.stage === 'ended' || event.data === '') return [];
    this.out = [];
    if (event.data === '[DONE]') this.end();
    else this.read(parse(event.data), event);
    return this.out;
  }

  /** With a reason for every choice only the last word is missing; else the answer is cut off. */
  close(): StreamEvent[] {
    if (this.stage !== 'running' || !this.isFinished) return [];
    this.out = [];
    this.end();
    return this.out;
  }

  private get isFinished(): boolean {
    return this.readers.size > 0 && [...this.readers.values()].every((reader) => reader.isFinished);
  }

  private read(wire: Fields, event: WireEvent): void {
    const error = findError(wire, event.event);
    if (error !== undefined) {
      this.stage = 'ended';
      this.out.push({ type: 'error', error: { status: decodeErrorStatus(error), raw: event.data } });
      return;
    }
    const choices = asArray(wire['choices']) ?? [];
    // Azure begins with a chunk that only tells of its filters.
    if (this.stage === 'waiting' && (choices.length > 0 || wire['id'] !== '')) this.start(wire);
    choices.forEach((choice, position) => this.readChoice(choice, position));
    if (choices.length === 0 && this.isFinished) this.finish();
    this.readUsage(asObject(wire['usage']) ?? findUsage(wire, choices));
  }

  private start(wire: Fields): void {
    this.stage = 'running';
    const start: Extract<StreamEvent, { type: 'start' }> & Restful = {
      type: 'start',
      id: asString(wire['id']) ?? '',
      model: asString(wire['model']) ?? '',
      createdAt: readSeconds(wire['created']),
      dialect: DIALECT,
    };
    const news = Object.entries(wire).filter(([name, value]) => !CHUNK.has(name) && value !== null);
    this.out.push(keepRest(start, DIALECT, news.length === 0 ? undefined : Object.fromEntries(news)));
  }

  private readChoice(value: unknown, position: number): void {
    const path = `choices[${position}]`;
    const wire = asObject(value);
    if (wire === undefined) throw new MalformedPayload(path, 'must be an object');
    const index = asCount(wire['index']) ?? position;
    let reader = this.readers.get(index);
    if (reader === undefined) {
      reader = new ChoiceReader(
        index,
        () => this.blockCount++,
        (event) => this.out.push(event),
      );
      this.readers.set(index, reader);
    }
    reader.read(wire, path);
  }

  /** Told when it is news: some upstreams repeat it with every chunk. */
  private readUsage(wire: Fields | undefined): void {
    if (wire === undefined || this.stage !== 'running') return;
    const text = JSON.stringify(wire);
    if (text === this.lastUsage) return;
    const usage = mapUsage(wire);
    if (usage === undefined) return;
    this.lastUsage = text;
    const event: Extract<StreamEvent, { type: 'usage' }> & Restful = { type: 'usage', usage };
    this.out.push(keepRest(event, DIALECT, undefined, { usage: wire } satisfies UsageNotes));
  }

  private finish(): void {
    for (const reader of this.readers.values()) reader.finish();
  }

  private end(): void {
    if (this.stage === 'waiting') throw new MalformedPayload('data', 'the answer ends before it began');
    this.finish();
    this.stage = 'ended';
    this.out.push({ type: 'end' });
  }
}

/** Kimi's is within the choice, Groq's in a field of its own. */
function findUsage(wire: Fields, choices: readonly unknown[]): Fields | undefined {
  return asObject(asObject(choices[0])?.['usage']) ?? asObject(asObject(wire['x_groq'])?.['usage']);
}

function parse(data: string): Fields {
  let parsed: unknown;
  try {
    parsed = JSON.parse(data);
  } catch {
    throw new MalformedPayload('data', 'is not JSON');
  }
  // Google puts errors in a list.
  const wire = asObject(Array.isArray(parsed) ? parsed[0] : parsed);
  if (wire === undefined) throw new MalformedPayload('data', 'must be an object');
  return wire;
}
