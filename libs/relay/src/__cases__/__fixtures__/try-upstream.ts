import type { AppError } from '@app/kernel';
import { channel } from '../../adapters/__fixtures__/channel';
import type { AnswerReader } from '../../adapters/answer-reader';
import { errorWriter } from '../../adapters/error-writer';
import { Attempt } from '../../pipeline/attempt';
import { RelayCall } from '../../pipeline/relay-call';
import type { ReplyWriter } from '../../pipeline/reply-writer';
import type { AnswerController } from '../../transport/http1/answer-handler';
import type { Route } from './route';
import type { Wire } from './speech';

export interface UpstreamReply {
  status?: number;
  contentType?: string;
  /** Pieces as they come; the connection ends in good order behind them. */
  body: readonly (string | Buffer)[];
}

/** What became of one attempt. */
export interface Tried {
  /** What the caller got while the answer came. */
  written: string;
  end: 'answered' | 'streamed' | 'failed';
  error: AppError | undefined;
  /** The caller's last words when it failed: an event behind what was written, or a body. */
  lastWords: string;
}

/** One attempt at an upstream that replies so. Simulated: both connections. */
export function tryUpstream(route: Route, isStream: boolean, reply: UpstreamReply, fields: Wire = {}): Tried {
  let written = '';
  let reader: AnswerReader | undefined;
  const tried = { end: undefined as Tried['end'] | undefined, error: undefined as AppError | undefined };
  const call = new RelayCall('req_1', 0, '', {
    beginStream: () => undefined,
    write: (bytes: Buffer) => (written += bytes.toString()),
  } as unknown as ReplyWriter);
  call.request = { isStream, model: 'asked', wantsUsage: true } as RelayCall['request'];
  call.channel = channel();
  const attempt = new Attempt(
    call,
    route.plan(fields, isStream),
    {
      onAnswer: (_, { body }) => {
        written = body.toString();
        tried.end = 'answered';
      },
      onStreamDone: () => undefined,
      onStreamEnd: (_, streamReader) => {
        reader = streamReader;
        written += streamReader.closing ?? '';
        tried.end = 'streamed';
      },
      onFailure: (_, error, streamReader) => {
        reader = streamReader;
        tried.error = error;
        tried.end = 'failed';
      },
    },
    () => undefined,
    () => 1,
  );
  const controller: AnswerController = { pause: () => undefined, resume: () => undefined, abort: () => undefined };
  attempt.onRequestStart(controller);
  const contentType = reply.contentType ?? (isStream ? 'text/event-stream' : 'application/json');
  attempt.onResponseStart(controller, reply.status ?? 200, { 'content-type': contentType });
  for (const piece of reply.body) attempt.onResponseData(controller, Buffer.from(piece));
  attempt.onResponseEnd();
  const { error, end } = tried;
  if (end === undefined) throw new Error('The attempt has no end');
  const errors = errorWriter(route.from);
  const lastWords =
    error === undefined
      ? ''
      : written === ''
        ? errors.body(error, 'req_1', 'en')
        : (reader?.fail(error, 'req_1', 'en') ?? '').toString();
  return { written, end, error, lastWords };
}
