import { Logger } from '@nestjs/common';
import { SystemClock } from '@app/kernel';
import type { Take, TakeOutcome } from './limit-store';
import { MemoryLimitStore } from './memory-limit-store';
import type { RedisLimitStore } from './redis-limit-store';
import { SharedLimitStore } from './shared-limit-store';

const PLACE: Take = { key: 'p', kind: 'place', limit: 1n, amount: 1n, slotMs: 0, endsAtMs: 0 };
const OK: TakeOutcome = { ok: true, atMs: 5, levels: [{ used: 1n, resetMs: 0, waitMs: 0 }] };

describe('counters shared through a Redis that may be away (simulated)', () => {
  let elapsedMs: number;
  let redis: { take: jest.Mock; close: jest.Mock; renew: jest.Mock };
  let store: SharedLimitStore;

  beforeEach(() => {
    jest.useFakeTimers();
    jest.spyOn(Logger.prototype, 'warn').mockImplementation(() => undefined);
    elapsedMs = 0;
    redis = { take: jest.fn(), close: jest.fn(() => Promise.resolve()), renew: jest.fn(() => Promise.resolve()) };
    const memory = new MemoryLimitStore(new SystemClock());
    store = new SharedLimitStore(redis as unknown as RedisLimitStore, memory, () => elapsedMs);
  });
  afterEach(() => {
    jest.useRealTimers();
    jest.restoreAllMocks();
  });

  it('hold a call up for a quarter of a second at most, and the next ones not at all', async () => {
    redis.take.mockReturnValue(new Promise(() => undefined));
    const first = store.take('1', [PLACE]);
    await jest.advanceTimersByTimeAsync(250);
    expect((await first).ok).toBe(true);
    const second = store.take('2', [PLACE]);
    expect(second).not.toBeInstanceOf(Promise);
    expect(second).toMatchObject({ ok: false });
    expect(redis.take).toHaveBeenCalledTimes(1);
  });

  it('are given back where they were taken', async () => {
    redis.take.mockRejectedValueOnce(new Error('away')).mockResolvedValue(OK);
    await store.take('1', [PLACE]);
    store.close('1', 0, [{ take: PLACE, delta: 0n }]);
    expect(redis.close).not.toHaveBeenCalled();
    expect(store.take('2', [PLACE])).toMatchObject({ ok: true });
    elapsedMs = 5_000;
    await store.take('3', [PLACE]);
    store.close('3', 5, [{ take: PLACE, delta: 0n }]);
    expect(redis.close).toHaveBeenCalledTimes(1);
  });

  it('ask Redis again with one call in five seconds, and with all once it answers', async () => {
    redis.take.mockRejectedValueOnce(new Error('away')).mockResolvedValue(OK);
    await store.take('1', []);
    elapsedMs = 4_999;
    await store.take('2', []);
    expect(redis.take).toHaveBeenCalledTimes(1);
    elapsedMs = 5_000;
    const asking = store.take('3', []);
    expect(store.take('4', [])).not.toBeInstanceOf(Promise);
    await asking;
    await store.take('5', []);
    expect(redis.take).toHaveBeenCalledTimes(3);
  });

  it('leave nothing in Redis of a call that did not wait for its answer', async () => {
    let answer!: (outcome: TakeOutcome) => void;
    redis.take.mockReturnValue(new Promise((resolve) => (answer = resolve)));
    const taking = store.take('1', [PLACE]);
    await jest.advanceTimersByTimeAsync(250);
    await taking;
    answer(OK);
    await jest.advanceTimersByTimeAsync(0);
    expect(redis.close).toHaveBeenCalledWith('1', 5, [{ take: PLACE, delta: -1n }]);
  });

  it('leave no place taken in a Redis that was silent for longer than an answer is waited for, and then carries it out', async () => {
    const amount: Take = { ...PLACE, key: 'a', kind: 'amount', slotMs: 1_000 };
    redis.take.mockReturnValue(
      new Promise((_, reject) => setTimeout(() => reject(new Error('Command timed out')), 2_000)),
    );
    const taking = store.take('1', [amount, PLACE]);
    await jest.advanceTimersByTimeAsync(2_000);
    await taking;
    expect(redis.close.mock.calls).toEqual([['1', 0, [{ take: PLACE, delta: -1n }]]]);
  });
});
