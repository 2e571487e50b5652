import type { ChannelTarget } from '@app/channel';
import type { AppError } from '@app/kernel';
import type { AnswerController } from '../transport/http1/answer-handler';
import { MalformedPayload } from '../adapters/codec';
import { StreamReader } from '../adapters/openai-chat/stream-reader';
import { Attempt } from './attempt';
import type { AttemptPlan } from './attempt-plan';
import { RelayCall } from './relay-call';
import type { ReplyWriter } from './reply-writer';

function begin(isStream: boolean, readWhole?: AttemptPlan['readWhole']) {
  const call = new RelayCall('id', 0, '', {
    beginStream: () => undefined,
    write: () => undefined,
  } as unknown as ReplyWriter);
  call.request = { isStream, model: 'm', wantsUsage: true } as RelayCall['request'];
  call.channel = { statusCodeMapping: new Map() } as unknown as ChannelTarget;
  call.upstreamModel = 'm';
  const answers: string[] = [];
  const failures: AppError[] = [];
  const released = jest.fn();
  const attempt = new Attempt(
    call,
    {
      upstream: { origin: '', path: '', headers: [], head: '' },
      body: Buffer.alloc(0),
      losses: [],
      openReader: () => new StreamReader({ dropsUsageEvent: false, showModel: undefined }),
      readWhole:
        readWhole ??
        ((body) => ({ body, usage: undefined, tally: () => ({ isEmpty: true, tokens: 0, sample: undefined }) })),
    },
    {
      onAnswer: (_, { body }) => answers.push(body.toString()),
      onStreamDone: () => undefined,
      onStreamEnd: () => answers.push('stream'),
      onFailure: (_, error) => failures.push(error),
    },
    released,
    () => 1,
  );
  const aborted: Error[] = [];
  const controller: AnswerController = {
    pause: () => undefined,
    resume: () => undefined,
    // Connections tell the end of an aborted answer at once.
    abort: (reason) => {
      aborted.push(reason);
      attempt.onResponseError(controller, reason);
    },
  };
  attempt.onRequestStart(controller);
  return { attempt, controller, answers, failures, released, aborted };
}

describe('an attempt at an upstream', () => {
  it('counts the head of an answer as a sign of life, an informational one not', () => {
    const { attempt, controller } = begin(true);
    attempt.onResponseStart(controller, 103, {});
    expect([attempt.status, attempt.wasHeard]).toEqual([0, false]);
    attempt.onResponseStart(controller, 200, { 'content-type': 'text/event-stream' });
    expect([attempt.status, attempt.wasHeard]).toEqual([200, true]);
  });

  it('hands on a whole answer once and gives the connection back first', () => {
    const { attempt, controller, answers, released, aborted } = begin(false);
    attempt.onResponseStart(controller, 200, { 'content-type': 'application/json' });
    for (const part of ['{"a"', ':1}']) attempt.onResponseData(controller, Buffer.from(part));
    attempt.onResponseEnd();
    expect(answers).toEqual(['{"a":1}']);
    expect(released).toHaveBeenCalledTimes(1);
    expect(aborted).toEqual([]);
  });

  it('fails with what it has of an error that does not end, and hangs up', () => {
    const { attempt, controller, failures, released, aborted } = begin(false);
    attempt.onResponseStart(controller, 500, {});
    for (let i = 0; i < 100; i++) attempt.onResponseData(controller, Buffer.alloc(1024, 'x'));
    expect(failures).toMatchObject([{ code: 'upstream_error', status: 502 }]);
    expect(aborted).toHaveLength(1);
    expect(released).toHaveBeenCalledTimes(1);
  });

  it('fails, and nothing else does, when an answer cannot be read for whatever reason', () => {
    for (const error of [
      new MalformedPayload('choices', 'none'),
      new TypeError('x is undefined'),
      new RangeError('stack'),
    ]) {
      const { attempt, controller, failures } = begin(false, () => {
        throw error;
      });
      attempt.onResponseStart(controller, 200, { 'content-type': 'application/json' });
      attempt.onResponseData(controller, Buffer.from('{"a":1}'));
      expect(() => attempt.onResponseEnd()).not.toThrow();
      expect(failures).toMatchObject([{ code: 'upstream_bad_response', retry: 'other-channel' }]);
    }
  });

  it('tells one failure when it is ended by us, and none when it is cancelled', () => {
    const failing = begin(true);
    failing.attempt.fail({ code: 'upstream_timeout' } as AppError);
    failing.attempt.fail({ code: 'another' } as AppError);
    expect(failing.failures).toEqual([{ code: 'upstream_timeout' }]);
    expect(failing.released).toHaveBeenCalledTimes(1);
    const cancelled = begin(true);
    cancelled.attempt.cancel();
    expect(cancelled.failures).toEqual([]);
    expect(cancelled.released).toHaveBeenCalledTimes(1);
  });
});
