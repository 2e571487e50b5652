import type { CallRecord, TokenUsage, UsageMeter } from '@app/billing';
import { SystemClock } from '@app/kernel';
import type { TokenCounter } from '@app/platform';
import { AnswerCounter } from '../adapters/answer-counter';
import type { AnswerReader } from '../adapters/answer-reader';
import { decodeCall } from '../adapters/decode-call';
import { NO_LIMITS } from '../limits/__fixtures__/no-limits';
import { NO_USAGE } from '../model/usage';
import { CountUsage } from './count-usage';
import { RelayCall } from './relay-call';
import type { ReplyWriter } from './reply-writer';
import { callerGone, internalError } from './call-ends';
import { SettleCall } from './settle-call';

const ANSWER = {
  body: Buffer.from('{}'),
  usage: { ...NO_USAGE, input: 1, output: 1 },
  tally: () => ({ isEmpty: false, tokens: 1, sample: undefined }),
};
/** One token in each text. */
const counter = { count: (texts: string[]) => Promise.resolve({ tokens: texts.length }) } as unknown as TokenCounter;
const counts = new CountUsage(counter);
const settled = () => new Promise((resolve) => setImmediate(resolve));

function callOf(body: object): RelayCall {
  const call = new RelayCall('id', 0, '', {} as ReplyWriter);
  call.body = Buffer.from(JSON.stringify(body));
  call.request = decodeCall('chat', call.body);
  call.upstreamModel = 'gpt-4o';
  call.firstByteAtMs = 1;
  return call;
}
const HELLO = { model: 'gpt-4o', messages: [{ role: 'user', content: 'hello' }] };

function meterOf(done: unknown[]): UsageMeter {
  return {
    settle: (_: CallRecord, usage: TokenUsage) => done.push(usage),
    release: ({ endState }: CallRecord) => done.push(endState),
  } as unknown as UsageMeter;
}

describe('settling a call (real: settling; faked: the meter)', () => {
  it('gives the reservation back when the charge could not be made', () => {
    const released: string[] = [];
    const meter = {
      settle: () => {
        throw new Error('no price');
      },
      release: ({ endState }: CallRecord) => released.push(endState),
    } as unknown as UsageMeter;
    const settlement = new SettleCall(meter, counts, new SystemClock(), NO_LIMITS);
    const call = new RelayCall('id', 0, '', {} as ReplyWriter);
    expect(() => settlement.answered(call, ANSWER, () => undefined)).toThrow('no price');
    settlement.failed(call, internalError(new Error('no price')));
    settlement.failed(call, internalError(new Error('again')));
    expect(released).toEqual(['refused']);
  });

  it('writes on the row what a stream has lost on its way to the caller', () => {
    const notes: string[] = [];
    const meter = { settle: ({ note }: CallRecord) => notes.push(note) } as unknown as UsageMeter;
    const call = callOf(HELLO);
    call.losses = [{ field: 'seed', reason: 'no place' }];
    const reader = {
      ...{ usage: { ...NO_USAGE, input: 3, output: 2 }, hasFigures: true, answer: new AnswerCounter() },
      losses: [{ field: 'choices.logprobs', reason: 'the caller has no word for them' }],
    } as unknown as AnswerReader;
    new SettleCall(meter, counts, new SystemClock(), NO_LIMITS).streamed(call, reader, () => undefined);
    expect(notes).toEqual(['conversion lost seed: no place; choices.logprobs: the caller has no word for them']);
  });

  it.each([
    ['nothing', '', false, ['upstream-broken']],
    ['a text', 'one two three', false, [{ input: 25, output: 1, isEstimated: true }, 'upstream-broken']],
    ['figures of an answer', '', true, [{ input: 25, output: 1, isEstimated: false }, 'upstream-broken']],
  ])(
    'case 27: a stream that breaks after its beginning told the prompt, and %s',
    async (_, text, hasFigures, expected) => {
      const done: unknown[] = [];
      const answer = new AnswerCounter();
      answer.add(text);
      const usage = { ...NO_USAGE, input: 25, output: 1 };
      const reader = { usage, hasFigures, answer } as unknown as AnswerReader;
      const send = jest.fn();
      const error = internalError(new Error('broken'));
      new SettleCall(meterOf(done), counts, new SystemClock(), NO_LIMITS).brokenOff(
        callOf(HELLO),
        reader,
        error,
        'upstream-broken',
        send,
      );
      await settled();
      expect(done).toMatchObject(expected);
      expect(send).toHaveBeenCalledTimes(done.length === 1 ? 1 : 0);
    },
  );

  it('case 53: counts prompt and answer when no usage came, the same for the whole, the stream and the caller who left', async () => {
    const done: unknown[] = [];
    const settlement = new SettleCall(meterOf(done), counts, new SystemClock(), NO_LIMITS);
    const answer = new AnswerCounter();
    answer.add('some words');
    const reader = { usage: undefined, hasFigures: false, answer } as unknown as AnswerReader;
    settlement.answered(callOf(HELLO), { body: ANSWER.body, usage: undefined, tally: () => answer }, () => undefined);
    settlement.streamed(callOf(HELLO), reader, () => undefined);
    settlement.brokenOff(callOf(HELLO), reader, callerGone(), 'caller-gone', () => undefined);
    expect(done).toEqual([]);
    await settled();
    // A text, three tokens around the message and three that begin the answer.
    const counted = { ...NO_USAGE, input: 7, output: 1, isEstimated: true };
    expect(done).toEqual([counted, counted, counted, 'caller-gone']);
  });

  it('does not wait for anything when usage came', () => {
    const done: unknown[] = [];
    const settlement = new SettleCall(meterOf(done), counts, new SystemClock(), NO_LIMITS);
    settlement.answered(callOf(HELLO), ANSWER, () => undefined);
    const reader = { usage: ANSWER.usage, hasFigures: true } as unknown as AnswerReader;
    settlement.streamed(callOf(HELLO), reader, () => undefined);
    expect(done).toEqual([ANSWER.usage, ANSWER.usage]);
  });

  it('takes another end of a call that is being counted for none', async () => {
    const done: unknown[] = [];
    const settlement = new SettleCall(meterOf(done), counts, new SystemClock(), NO_LIMITS);
    const call = callOf(HELLO);
    settlement.answered(call, { ...ANSWER, usage: undefined }, () => undefined);
    settlement.failed(call, internalError(new Error('late')));
    settlement.brokenOff(call, undefined, callerGone(), 'caller-gone', () => undefined);
    await settled();
    expect(done).toHaveLength(1);
  });

  it('charges once, whatever ends the call besides', () => {
    const settle = jest.fn();
    const release = jest.fn();
    const settlement = new SettleCall(
      { settle, release } as unknown as UsageMeter,
      counts,
      new SystemClock(),
      NO_LIMITS,
    );
    const call = new RelayCall('id', 0, '', {} as ReplyWriter);
    settlement.answered(call, ANSWER, () => undefined);
    settlement.answered(call, ANSWER, () => undefined);
    settlement.failed(call, internalError(new Error('late')));
    expect(settle).toHaveBeenCalledTimes(1);
    expect(release).not.toHaveBeenCalled();
  });
});
