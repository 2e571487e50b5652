import type { TokenUsage } from '@app/billing';
import type { AppError, Locale } from '@app/kernel';
import type { StreamError } from '../../model/stream-event';
import type { AnswerReader } from '../answer-reader';
import { AnswerCounter } from '../answer-counter';
import type { Declined } from '../declined';
import { endOfEvent, EventCutter } from '../event-cutter';
import { encodeErrorEvent } from './encode-error';
import { findDeclined } from './find-declined';
import { findUsage } from './find-usage';
import { renameModel } from './rename-model';

const DONE = Buffer.from('[DONE]');
const USAGE_OBJECT = [Buffer.from('"usage":{'), Buffer.from('"usage": {')];
const ERROR_KEY = Buffer.from('"error"');
const FINISH_KEY = Buffer.from('finish_reason"');
const DATA = Buffer.from('data:');
const DONE_EVENT = 'data: [DONE]\n\n';

export interface StreamReaderOptions {
  /** Drop the event that carries nothing but usage: the caller did not ask for it. */
  dropsUsageEvent: boolean;
  /** Name to show instead of the upstream's, when the channel maps the model. */
  showModel: string | undefined;
}

/**
 * Reads an OpenAI event stream on its way through. Works on bytes and lets whole events pass untouched; an event is parsed
 * only when it carries usage or an error. An incomplete event waits for its rest, so callers never see half of one and
 * comments of our own fall between events.
 */
export class StreamReader implements AnswerReader {
  readonly answer = new AnswerCounter();
  usage: TokenUsage | undefined = undefined;
  isDone = false;
  hasFinished = false;
  declined: Declined | undefined = undefined;
  error: StreamError | undefined = undefined;
  private readonly cutter = new EventCutter();

  constructor(private readonly options: StreamReaderOptions) {}

  feed(chunk: Buffer): Buffer | undefined {
    const events = this.cutter.feed(chunk);
    return events === undefined ? undefined : this.pass(events);
  }

  flush(): Buffer | undefined {
    const last = this.cutter.flush();
    return last === undefined || this.isDone ? undefined : this.pass(last);
  }

  get hasFigures(): boolean {
    return this.usage !== undefined;
  }

  get closing(): string | undefined {
    return this.isDone ? undefined : DONE_EVENT;
  }

  fail(error: AppError, requestId: string, locale: Locale): string {
    return encodeErrorEvent(error, requestId, locale);
  }

  private pass(events: Buffer): Buffer | undefined {
    if (this.isDone || this.error !== undefined) return undefined;
    this.answer.observe(events);
    if (!this.hasFinished && namesFinish(events)) {
      this.hasFinished = true;
      if (this.answer.isEmpty) this.declined = findDeclined(events);
    }
    if (this.options.showModel === undefined && !needsLook(events)) return events;
    return this.passEach(events);
  }

  private passEach(events: Buffer): Buffer | undefined {
    const kept: Buffer[] = [];
    for (let start = 0; start < events.length && !this.isDone && this.error === undefined;) {
      const end = endOfEvent(events, start);
      const event = this.passEvent(events.subarray(start, end));
      if (event !== undefined) kept.push(event);
      start = end;
    }
    return kept.length === 0 ? undefined : kept.length === 1 ? kept[0] : Buffer.concat(kept);
  }

  private passEvent(event: Buffer): Buffer | undefined {
    if (isDoneEvent(event)) {
      this.isDone = true;
      return event;
    }
    if (event.indexOf(ERROR_KEY) >= 0) {
      this.error = errorOf(event);
      if (this.error !== undefined) return undefined;
    }
    if (hasUsage(event)) {
      this.usage = findUsage(event) ?? this.usage;
      if (this.hasFigures) this.answer.forgetText();
      if (this.options.dropsUsageEvent && hasNoChoices(event)) return undefined;
    }
    return this.options.showModel === undefined ? event : renameModel(event, this.options.showModel);
  }
}

function needsLook(events: Buffer): boolean {
  return hasUsage(events) || events.indexOf(DONE) >= 0 || events.indexOf(ERROR_KEY) >= 0;
}

function hasUsage(bytes: Buffer): boolean {
  return bytes.indexOf(USAGE_OBJECT[0]!) >= 0 || bytes.indexOf(USAGE_OBJECT[1]!) >= 0;
}

/** `finish_reason` with a value: every chunk has the key, only the last of a choice says something. */
function namesFinish(bytes: Buffer): boolean {
  for (let at = bytes.indexOf(FINISH_KEY); at >= 0; at = bytes.indexOf(FINISH_KEY, at + 1)) {
    let position = at + FINISH_KEY.length;
    while (bytes[position] === 0x3a || bytes[position] === 0x20) position++;
    if (bytes[position] === 0x22) return true;
  }
  return false;
}

function isDoneEvent(event: Buffer): boolean {
  return event.indexOf(DONE) >= 0 && dataOf(event) === '[DONE]';
}

function hasNoChoices(event: Buffer): boolean {
  const choices = parseData(event)?.['choices'];
  return Array.isArray(choices) && choices.length === 0;
}

function errorOf(event: Buffer): StreamError | undefined {
  const data = parseData(event);
  return isRealError(data?.['error']) ? { status: 500, raw: JSON.stringify(data) } : undefined;
}

/** Some upstreams put an empty `error` beside a good answer. */
export function isRealError(error: unknown): boolean {
  if (typeof error === 'object' && error !== null) return Object.keys(error).length > 0;
  return typeof error === 'string' && error !== '';
}

function parseData(event: Buffer): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(dataOf(event));
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}

/** The event's data lines, joined as the standard says. */
function dataOf(event: Buffer): string {
  if (event.indexOf(DATA) < 0) return '';
  return event
    .toString('utf8')
    .split(/\r?\n/)
    .filter((line) => line.startsWith('data:'))
    .map((line) => line.slice(5).trim())
    .join('\n');
}
