import type { CallRecord, UsageMeter } from '@app/billing';
import { SystemClock } from '@app/kernel';
import type { AnswerReader } from '../adapters/answer-reader';
import { RelayCall } from './relay-call';
import type { ReplyWriter } from './reply-writer';
import { internalError } from './call-ends';
import { SettleCall } from './settle-call';

const ANSWER = {
  body: Buffer.from('{}'),
  usage: { input: 1, cacheRead: 0, output: 1, reasoning: 0, isEstimated: false },
  tally: () => ({ isEmpty: false, tokens: 1 }),
};

describe('settling a call (real: settling; faked: the meter)', () => {
  it('gives the reservation back when the charge could not be made', () => {
    const released: string[] = [];
    const meter = {
      settle: () => {
        throw new Error('no price');
      },
      release: ({ endState }: CallRecord) => released.push(endState),
    } as unknown as UsageMeter;
    const settlement = new SettleCall(meter, new SystemClock());
    const call = new RelayCall('id', 0, '', {} as ReplyWriter);
    expect(() => settlement.answered(call, ANSWER, () => undefined)).toThrow('no price');
    settlement.failed(call, internalError(new Error('no price')));
    settlement.failed(call, internalError(new Error('again')));
    expect(released).toEqual(['refused']);
  });

  it.each([
    ['nothing', false, false, ['upstream-broken']],
    ['a text', true, false, ['charged', 'upstream-broken']],
    ['figures of an answer', false, true, ['charged', 'upstream-broken']],
  ])(
    'case 27: a stream that breaks after its beginning told the prompt, and %s',
    (_, hasText, hasFigures, expected) => {
      const done: string[] = [];
      const meter = {
        settle: () => done.push('charged'),
        release: ({ endState }: CallRecord) => done.push(endState),
      } as unknown as UsageMeter;
      const call = new RelayCall('id', 0, '', {} as ReplyWriter);
      call.firstByteAtMs = 1;
      const reader = {
        usage: { input: 25, cacheRead: 0, output: 1, reasoning: 0, isEstimated: false },
        hasFigures,
        answer: { isEmpty: !hasText, tokens: hasText ? 3 : 0 },
      } as unknown as AnswerReader;
      const send = jest.fn();
      const error = internalError(new Error('broken'));
      new SettleCall(meter, new SystemClock()).brokenOff(call, reader, error, 'upstream-broken', send);
      expect(done).toEqual(expected);
      expect(send).toHaveBeenCalledTimes(hasText || hasFigures ? 0 : 1);
    },
  );

  it('charges once, whatever ends the call besides', () => {
    const settle = jest.fn();
    const release = jest.fn();
    const settlement = new SettleCall({ settle, release } as unknown as UsageMeter, new SystemClock());
    const call = new RelayCall('id', 0, '', {} as ReplyWriter);
    settlement.answered(call, ANSWER, () => undefined);
    settlement.answered(call, ANSWER, () => undefined);
    settlement.failed(call, internalError(new Error('late')));
    expect(settle).toHaveBeenCalledTimes(1);
    expect(release).not.toHaveBeenCalled();
  });
});
