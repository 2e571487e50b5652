import { AppError } from '@app/kernel';
import { mapError } from '../adapters/openai-chat/map-error';
import { isRealError } from '../adapters/openai-chat/stream-reader';
import type { AnswerReader, WholeAnswer } from '../adapters/answer-reader';
import type { AnswerController, AnswerHandler, AnswerHeaders } from '../transport/http1/answer-handler';
import { mapTransportError } from '../transport/map-transport-error';
import type { AttemptPlan } from './attempt-plan';
import type { RelayCall } from './relay-call';

/** What an attempt tells the pipeline; exactly one of `onAnswer`, `onStreamEnd` and `onFailure` ends it. */
export interface AttemptListener {
  /** A complete body with a success status. */
  onAnswer(call: RelayCall, answer: WholeAnswer): void;
  /** The upstream said that the stream is complete; called before those last bytes go out. */
  onStreamDone(call: RelayCall, reader: AnswerReader): void;
  /** The upstream closed a stream in good order. */
  onStreamEnd(call: RelayCall, reader: AnswerReader): void;
  onFailure(call: RelayCall, error: AppError, reader: AnswerReader | undefined): void;
}

type Mode = 'waiting' | 'stream' | 'whole' | 'error';

/** Longest body of an error that is worth reading. */
const LONGEST_ERROR = 64 * 1024;
/** Answers that are not streams are held until they are complete. */
const LONGEST_ANSWER = 256 * 1024 * 1024;
/** The same once the caller has left: nobody but the charge wants it. */
const LONGEST_DRAINED = 8 * 1024 * 1024;
const EVENT_STREAM = 'text/event-stream';
const ERROR_KEY = Buffer.from('"error"');
const SUCCESS_STATUSES = (status: number): boolean => status >= 200 && status < 300;

/** One try at one channel: reading the upstream's answer as it comes. */
export class Attempt implements AnswerHandler {
  status = 0;
  /** Something came since the flag was cleared last. */
  wasHeard = false;
  private mode: Mode = 'waiting';
  private controller: AnswerController | undefined = undefined;
  private reader: AnswerReader | undefined = undefined;
  private readonly parts: Buffer[] = [];
  private length = 0;
  private longest = LONGEST_ANSWER;
  private contentType = '';
  private retryAfter: string | undefined = undefined;
  private isEnded = false;

  constructor(
    private readonly call: RelayCall,
    private readonly plan: AttemptPlan,
    private readonly listener: AttemptListener,
    private readonly onRelease: () => void,
    private readonly clock: () => number,
  ) {}

  get streamReader(): AnswerReader | undefined {
    return this.reader;
  }

  /** Stops the upstream call; the listener hears no more of it. */
  cancel(): void {
    this.isEnded = true;
    this.controller?.abort(new Error('cancelled'));
  }

  /** The caller has left, and the answer is read to its end for what it says of its usage. */
  drain(): void {
    this.longest = LONGEST_DRAINED;
  }

  /** Ends the attempt for a reason of our own. */
  fail(error: AppError): void {
    if (this.isEnded) return;
    this.isEnded = true;
    this.controller?.abort(error);
    this.listener.onFailure(this.call, error, this.reader);
  }

  onRequestStart(controller: AnswerController): void {
    this.controller = controller;
    if (this.isEnded) controller.abort(new Error('cancelled'));
  }

  onResponseStart(_: AnswerController, status: number, headers: AnswerHeaders): void {
    if (status < 200) return;
    this.status = status;
    this.wasHeard = true;
    this.contentType = String(headers['content-type'] ?? '');
    if (!SUCCESS_STATUSES(status)) {
      this.mode = 'error';
      this.plan.onRefused?.(status);
      this.retryAfter = headers['retry-after'] === undefined ? undefined : String(headers['retry-after']);
    } else if (this.contentType.startsWith(this.plan.streamType ?? EVENT_STREAM)) {
      if (this.call.request!.isStream) this.beginStream();
      else this.fail(badAnswer('an event stream for a request that asked for none'));
    } else {
      this.mode = 'whole';
    }
  }

  onResponseData(controller: AnswerController, chunk: Buffer): void {
    if (this.isEnded) return;
    this.wasHeard = true;
    if (this.mode === 'stream') return this.passOn(controller, chunk);
    this.length += chunk.length;
    // Nobody waits for the end of an error that does not end.
    if (this.mode === 'error' && this.length > LONGEST_ERROR)
      return this.fail(this.refusal(Buffer.concat(this.parts).toString('utf8')));
    if (this.length > this.longest) return this.fail(badAnswer('an answer that is too large'));
    this.parts.push(chunk);
  }

  onResponseEnd(): void {
    this.onRelease();
    if (this.isEnded) return;
    if (this.mode === 'stream') return this.endStream();
    const body = this.parts.length === 1 ? this.parts[0]! : Buffer.concat(this.parts);
    if (this.mode === 'error') return this.fail(this.refusal(body.toString('utf8')));
    if (this.call.request!.isStream) return this.fail(this.answerInsteadOfStream(body));
    if (!looksLikeObject(body)) return this.fail(badAnswer(`not a JSON object: ${body.toString('utf8', 0, 500)}`));
    const disguised = errorIn(body);
    if (disguised !== undefined) return this.fail(this.refusal(disguised, 502));
    const answer = this.readWhole(body);
    if (answer === undefined) return;
    this.isEnded = true;
    this.listener.onAnswer(this.call, answer);
  }

  onResponseError(_: AnswerController, error: Error): void {
    this.onRelease();
    this.fail(mapTransportError(error));
  }

  private beginStream(): void {
    this.mode = 'stream';
    this.reader = this.plan.openReader();
  }

  private readWhole(body: Buffer): WholeAnswer | undefined {
    try {
      return this.plan.readWhole(body);
    } catch (error) {
      // Whatever an upstream made it stumble over: thrown from here it would end the process, not the call.
      this.fail(badAnswer((error as Error).message));
      return undefined;
    }
  }

  private passOn(controller: AnswerController, chunk: Buffer): void {
    const reader = this.reader!;
    let bytes: Buffer | undefined;
    try {
      bytes = reader.feed(chunk);
    } catch (error) {
      return this.fail(badAnswer((error as Error).message));
    }
    this.handOn(bytes, controller);
    if (reader.error !== undefined) this.fail(this.refusal(reader.error.raw, reader.error.status));
  }

  private handOn(bytes: Buffer | undefined, controller: AnswerController): void {
    const { call, reader } = this;
    if (reader!.isDone && !call.isSettled) this.listener.onStreamDone(call, reader!);
    // An answer that says nothing may be refused instead.
    if (bytes === undefined || this.isEnded) return;
    if (call.firstByteAtMs === 0 && !call.reply.isGone) {
      call.firstByteAtMs = this.clock();
      call.reply.beginStream();
      call.reply.reader = reader;
    }
    call.reply.write(bytes, controller);
  }

  private endStream(): void {
    const reader = this.reader!;
    let last: Buffer | undefined;
    try {
      last = reader.flush();
    } catch (error) {
      return this.fail(badAnswer((error as Error).message));
    }
    this.handOn(last, this.controller!);
    if (this.isEnded) return;
    if (reader.error !== undefined) return this.fail(this.refusal(reader.error.raw, reader.error.status));
    if (!reader.isDone && !reader.hasFinished) return this.fail(brokenStream());
    this.isEnded = true;
    this.listener.onStreamEnd(this.call, reader);
  }

  private refusal(body: string, status = this.status): AppError {
    const mappedStatus = this.call.channel!.statusCodeMapping.get(status) ?? status;
    return mapError({ status, mappedStatus, body, retryAfter: this.retryAfter });
  }

  /** A success status with JSON instead of events: usually an error in disguise. */
  private answerInsteadOfStream(body: Buffer): AppError {
    const disguised = errorIn(body);
    return disguised === undefined
      ? badAnswer(`no event stream: ${body.toString('utf8', 0, 2000)}`)
      : this.refusal(disguised, 502);
  }
}

function looksLikeObject(body: Buffer): boolean {
  let first = 0;
  let last = body.length - 1;
  while (isSpace(body[first])) first++;
  while (isSpace(body[last])) last--;
  return body[first] === 0x7b && body[last] === 0x7d && last > first;
}

/** The text of an answer that is an error in spite of its status. */
function errorIn(body: Buffer): string | undefined {
  if (body.indexOf(ERROR_KEY) < 0) return undefined;
  const text = body.toString('utf8');
  try {
    const { error } = JSON.parse(text) as { error?: unknown };
    return isRealError(error) ? text : undefined;
  } catch {
    return text;
  }
}

function isSpace(byte: number | undefined): boolean {
  return byte === 0x20 || byte === 0x0a || byte === 0x0d || byte === 0x09;
}

function badAnswer(detail: string): AppError {
  return new AppError(
    'upstream_bad_response',
    { zh: '上游返回了无效的响应', en: 'The upstream sent an invalid response' },
    { status: 502, retry: 'other-channel', staffDetail: detail },
  );
}

function brokenStream(): AppError {
  return new AppError(
    'upstream_stream_broken',
    { zh: '上游响应在完成前中断', en: 'The upstream ended the stream before it was complete' },
    { status: 502, retry: 'other-channel' },
  );
}
