import type { AnswerReader, WholeAnswer } from '../adapters/answer-reader';
import type { AttemptPlan } from './attempt-plan';
import { KeptAnswer, KeptPlan } from './kept-plan';

const LAST = 'event: response.completed\ndata: {"type":"response.completed","response":{"id":"r","output":[]}}\n\n';

describe('a plan whose answer is kept (faked: the plan itself)', () => {
  it('notes an answer in one piece as it goes to the caller', () => {
    const answer = { body: Buffer.from('{"id":"r","model":"shown"}') } as WholeAnswer;
    const kept = new KeptAnswer();
    const plan = new KeptPlan({ readWhole: () => answer } as unknown as AttemptPlan, kept);
    expect(plan.readWhole(Buffer.from('{}'))).toBe(answer);
    expect(kept.response).toBe(answer.body);
  });

  it.each(['feed', 'flush'] as const)('notes what the last event of a stream repeats, out of %s', (source) => {
    const bytes = Buffer.from(LAST);
    const none = Buffer.from('data: {"type":"response.output_text.delta"}\n\n');
    const reader = { feed: () => none, flush: () => undefined, [source]: () => bytes, isDone: true, usage: undefined };
    const kept = new KeptAnswer();
    const kind = { openReader: () => reader as unknown as AnswerReader } as unknown as AttemptPlan;
    const stream = new KeptPlan(kind, kept).openReader();
    const given = source === 'feed' ? stream.feed(none) : stream.flush();
    expect(given).toBe(bytes);
    expect(kept.response?.toString()).toBe('{"id":"r","output":[]}');
    // What comes after it does not undo it.
    if (source === 'flush') stream.feed(none);
    expect([kept.response?.length, stream.isDone]).toEqual([22, true]);
  });
});
