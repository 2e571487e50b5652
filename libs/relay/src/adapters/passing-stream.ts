import type { AppError, Locale } from '@app/kernel';
import type { StreamEvent } from '../model/stream-event';
import { SseDecoder } from '../transport/sse-decoder';
import { AnswerCounter } from './answer-counter';
import type { AnswerReader } from './answer-reader';
import { MalformedPayload, type StreamDecoder } from './codec';
import { endOfEvent, EventCutter } from './event-cutter';
import type { NativeDialect } from './native-dialect';
import { StreamFate } from './stream-fate';

/**
 * Reads a stream whose caller and upstream speak the same dialect. Whole events pass as they were written; only those that say
 * something for us (usage, an end, an error) are parsed.
 */
export class PassingStream extends StreamFate implements AnswerReader {
  readonly answer: AnswerCounter;
  private start: Extract<StreamEvent, { type: 'start' }> | undefined = undefined;
  private readonly cutter = new EventCutter();
  private readonly decoder: StreamDecoder;
  /** The last events that brought figures and nothing else, unread: the next ones' are newer. */
  private putOff: Buffer | undefined = undefined;

  /** `showModel`: name to show instead of the upstream's, when the channel maps the model. */
  constructor(
    private readonly native: NativeDialect,
    private readonly showModel: string | undefined,
  ) {
    super();
    this.answer = new AnswerCounter(native.textKeys);
    this.decoder = native.codec.createStreamDecoder();
  }

  feed(chunk: Buffer): Buffer | undefined {
    const events = this.cutter.feed(chunk);
    return events === undefined ? undefined : this.pass(events);
  }

  flush(): Buffer | undefined {
    const last = this.cutter.flush();
    const passed = last === undefined ? undefined : this.pass(last);
    this.catchUp();
    // An end that only the closing shows is not the upstream's word: callers who wait for that get `closing`.
    this.note(this.decoder.close().filter(({ type }) => type !== 'end'));
    return passed;
  }

  get closing(): string | undefined {
    return this.isDone ? undefined : this.native.closing;
  }

  fail(error: AppError, requestId: string, locale: Locale): Buffer {
    const { start, showModel } = this;
    return this.native.failure(error, requestId, locale, start && { ...start, model: showModel ?? start.model });
  }

  private pass(events: Buffer): Buffer | undefined {
    if (this.isDone || this.error !== undefined) return undefined;
    this.answer.observe(events);
    if (this.mayWait(events)) return events;
    if (!this.tells(events)) return events;
    const kept: Buffer[] = [];
    for (let start = 0; start < events.length && !this.isDone && this.error === undefined;) {
      const end = endOfEvent(events, start);
      // Nearly every read is one event, which has been looked at.
      const isAll = start === 0 && end === events.length;
      const event = this.passEvent(isAll ? events : events.subarray(start, end), isAll);
      if (event !== undefined) kept.push(event);
      start = end;
    }
    return kept.length === 0 ? undefined : kept.length === 1 ? kept[0] : Buffer.concat(kept);
  }

  private tells(bytes: Buffer): boolean {
    return this.native.tellingMarks.some((mark) => bytes.indexOf(mark) >= 0);
  }

  private passEvent(bytes: Buffer, isKnownToTell: boolean): Buffer | undefined {
    if (!isKnownToTell && !this.tells(bytes)) return bytes;
    this.catchUp();
    this.read(bytes);
    if (this.error !== undefined) return undefined;
    return this.showModel === undefined ? bytes : this.native.renameInEvent(bytes, this.showModel);
  }

  /**
   * Whether nothing in these events has to be read at once; newer figures among them are put off. Only once figures are
   * known: until then the answer's text is kept for counting.
   */
  private mayWait(events: Buffer): boolean {
    const { decidingMarks, tellingMarks } = this.native;
    if (decidingMarks === undefined || !this.hasFigures || this.showModel !== undefined) return false;
    if (decidingMarks.some((mark) => events.indexOf(mark) >= 0)) return false;
    if (events.indexOf(tellingMarks[0]!) >= 0) this.putOff = events;
    return true;
  }

  protected override catchUp(): void {
    const { putOff } = this;
    this.putOff = undefined;
    if (putOff === undefined) return;
    try {
      this.read(putOff);
    } catch (error) {
      // It went out already, and what it lacks are newer figures: nobody who asks for those can be told of it.
      if (!(error instanceof MalformedPayload)) throw error;
    }
  }

  private read(bytes: Buffer): void {
    for (const event of new SseDecoder().feed(bytes)) {
      const gist = this.native.gist(event);
      if (gist !== undefined) this.note(this.decoder.push(gist));
    }
  }

  private note(events: readonly StreamEvent[]): void {
    for (const event of events) {
      if (event.type === 'start') this.start = event;
      this.follow(event);
    }
    if (this.hasFigures) this.answer.forgetText();
  }
}
