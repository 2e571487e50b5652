import type { StreamEvent } from '../../model/stream-event';
import type { Usage } from '../../model/usage';
import type { WireEvent } from '../../model/wire-event';
import { MalformedPayload, type StreamDecoder } from '../codec';
import { isSameJson } from '../is-same-json';
import { asArray, asCount, asObject, asString } from '../read-json';
import { CandidateReader, ANSWER } from './candidate-reader';
import { keep, nest } from './carry-notes';
import { blockReasonOf, countSearches, readSeconds } from './decode-response';
import { decodeErrorStatus } from './encode-error';
import { DIALECT, type Fields } from './gemini-generate.wire';
import { isTooDeep } from './is-too-deep';
import { decodeBlockReason } from './map-finish-reason';
import { mapUsage } from './map-usage';

/** `createTime` is the same in all events; the first one's is with the start. */
const RESPONSE: ReadonlySet<string> = new Set([
  'candidates',
  'usageMetadata',
  'modelVersion',
  'responseId',
  'createTime',
]);

/**
 * Every event is a whole GenerateContentResponse with the next piece of its candidates. Some models give a finish reason with
 * each of them, so the ends are only told when the stream is over; it ends without a last word of its own, in order if every
 * candidate has its reason.
 */
export function createStreamDecoder(): StreamDecoder {
  return new GeminiStreamDecoder();
}

class GeminiStreamDecoder implements StreamDecoder {
  private readonly readers = new Map<number, CandidateReader>();
  private readonly rest: Fields = {};
  private hasStarted = false;
  private isOver = false;
  private id = '';
  private nextBlock = 0;
  private blockReason: string | undefined;
  private lastUsage: unknown;
  private usage: Usage | undefined;

  push(event: WireEvent): StreamEvent[] {
    if (this.isOver || event.data === '') return [];
    // Not Google's, but compatible servers add it.
    if (event.data === '[DONE]') return this.close();
    const wire = read(event);
    const error = asObject(wire['error']);
    if (error !== undefined) {
      this.isOver = true;
      return [{ type: 'error', error: { status: decodeErrorStatus(error), raw: event.data } }];
    }
    const events: StreamEvent[] = [];
    const candidates = readCandidates(wire);
    if (!this.hasStarted) this.start(wire, events);
    this.blockReason ??= blockReasonOf(wire);
    for (const name of Object.keys(wire)) if (!RESPONSE.has(name)) this.rest[name] = wire[name];
    this.readUsage(wire['usageMetadata'], events);
    candidates.forEach((candidate, position) => this.read(candidate, position, events));
    return events;
  }

  close(): StreamEvent[] {
    if (this.isOver || !this.hasStarted) return [];
    this.isOver = true;
    const order = [...this.readers.keys()].sort((left, right) => left - right);
    const readers = order.map((index) => this.readers.get(index)).filter((reader) => reader !== undefined);
    if (readers.some((reader) => !reader.isFinished)) return [];
    if (readers.length === 0 && this.blockReason === undefined) return [];
    const events: StreamEvent[] = [];
    readers.forEach((reader, position) => reader.finish(events, position === 0 ? this.rest : undefined));
    if (readers.length === 0) {
      const finish = decodeBlockReason(this.blockReason ?? '');
      const end: StreamEvent = { type: 'finish', choice: 0, finish };
      events.push(keep(end, nest(ANSWER, this.rest), { isPromptBlocked: true }));
    }
    this.tellSearches(readers, events);
    events.push({ type: 'end' });
    return events;
  }

  /** They are not among the figures, and come in one event of many. */
  private tellSearches(readers: CandidateReader[], events: StreamEvent[]): void {
    if (this.usage === undefined) return;
    const usage = { ...this.usage };
    for (const reader of readers) countSearches(reader.fields, usage);
    if (usage.toolCalls !== undefined) events.push({ type: 'usage', usage });
  }

  private start(wire: Fields, events: StreamEvent[]): void {
    this.hasStarted = true;
    this.id = asString(wire['responseId']) ?? '';
    const model = asString(wire['modelVersion']) ?? '';
    const { createTime } = wire;
    const createdAt = readSeconds(createTime);
    const start: StreamEvent = { type: 'start', id: this.id, model, createdAt, dialect: DIALECT };
    // Anthropic's clients want the prompt's figures with the beginning.
    const usage = mapUsage(wire['usageMetadata']);
    if (usage !== undefined) start.usage = usage;
    events.push(createTime === undefined ? start : keep(start, undefined, { written: { createTime } }));
  }

  private read(candidate: Fields, position: number, events: StreamEvent[]): void {
    const index = asCount(candidate['index']) ?? position;
    let reader = this.readers.get(index);
    if (reader === undefined) {
      reader = new CandidateReader(index, this.id, () => this.nextBlock++);
      this.readers.set(index, reader);
    }
    reader.read(candidate, `candidates[${position}]`, events);
  }

  /** Told before the content it came with, and only when it is news: most events repeat it. */
  private readUsage(value: unknown, events: StreamEvent[]): void {
    if (value === undefined || value === null) return;
    if (isSameJson(value, this.lastUsage)) return;
    const usage = mapUsage(value);
    if (usage === undefined) return;
    this.lastUsage = value;
    this.usage = usage;
    events.push({ type: 'usage', usage });
  }
}

function readCandidates(wire: Fields): Fields[] {
  return (asArray(wire['candidates']) ?? []).map((value, position) => {
    const candidate = asObject(value);
    if (candidate === undefined) throw new MalformedPayload(`candidates[${position}]`, 'is no object');
    return candidate;
  });
}

function read({ data, json }: WireEvent): Fields {
  const wire = json ?? parse(data);
  // Short texts cannot be deep, and nearly all are short.
  if (data.length > 1024 && isTooDeep(wire)) throw new MalformedPayload('data', 'is nested too deeply');
  return wire;
}

function parse(data: string): Fields {
  let value: unknown;
  try {
    value = JSON.parse(data);
  } catch {
    throw new MalformedPayload('data', 'is no JSON');
  }
  // Errors may come in a list of one.
  const wire = asObject(Array.isArray(value) ? value[0] : value);
  if (wire === undefined) throw new MalformedPayload('data', 'is no object');
  return wire;
}
