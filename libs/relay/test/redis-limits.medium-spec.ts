import { randomUUID } from 'node:crypto';
import { Logger } from '@nestjs/common';
import { RedisHolder } from '@app/platform';
import { SystemClock } from '@app/kernel';
import fc from 'fast-check';
import type { Take, TakeOutcome } from '../src/limits/counters/limit-store';
import { MemoryLimitStore } from '../src/limits/counters/memory-limit-store';
import { RedisLimitStore } from '../src/limits/counters/redis-limit-store';
import { SharedLimitStore } from '../src/limits/counters/shared-limit-store';
import { waitFor } from '../../../test/harness/wait-for';

// Real: Redis, connections as gateways have them. Simulated: each connection stands for a node.
const isUsable = process.env['CHAT_API_TEST_ENGINES']?.split(',').includes('redis') === true;
const url = process.env['TEST_REDIS_URL'] ?? 'redis://127.0.0.1:6379';
const HOUR_MS = 3_600_000;

(isUsable ? describe : describe.skip)('limits of several nodes on one Redis', () => {
  const holders: RedisHolder[] = [];
  let leaseMs: number;
  let names: string;

  const connect = async () => {
    const holder = await RedisHolder.open({ redisUrl: url });
    holders.push(holder);
    return holder.connections!.main;
  };
  const node = async () =>
    new RedisLimitStore(
      await connect(),
      () => Date.now(),
      () => leaseMs,
    );
  const rolling = (name: string, limit: bigint, amount: bigint): Take => ({
    key: `${names}:${name}`,
    kind: 'amount',
    limit,
    amount,
    slotMs: HOUR_MS / 60,
    endsAtMs: 0,
  });
  const daily = (name: string, limit: bigint, amount: bigint): Take => ({
    ...rolling(name, limit, amount),
    slotMs: 0,
    endsAtMs: Date.now() + HOUR_MS,
  });
  const place = (name: string, limit: bigint): Take => ({ ...rolling(name, limit, 1n), kind: 'place', slotMs: 0 });

  beforeEach(() => {
    names = randomUUID();
    leaseMs = 30_000;
  });
  afterEach(() => {
    for (const holder of holders.splice(0)) holder.onApplicationShutdown();
  });

  it.each([
    ['requests in an hour', (): Take[] => [rolling('a', 70n, 1n)], 70],
    ['tokens in an hour', (): Take[] => [rolling('a', 700n, 9n)], 77],
    ['money in a day', (): Take[] => [daily('a', 700_000_000_000n, 9_000_000_000n)], 77],
    ['calls at a time', (): Take[] => [place('a', 5n)], 5],
    ['the tightest of all together', (): Take[] => [rolling('a', 70n, 1n), place('b', 90n), daily('c', 30n, 1n)], 30],
  ])('let exactly as many of 200 parallel calls pass as fit: %s', async (_, takes, expected) => {
    const nodes = [await node(), await node()];
    const outcomes = await Promise.all(Array.from({ length: 200 }, (_, i) => nodes[i % 2]!.take(`call ${i}`, takes())));
    expect(outcomes.filter(({ ok }) => ok)).toHaveLength(expected);
  });

  it('take nothing for a call that one rule refuses', async () => {
    const [here, there] = [await node(), await node()];
    await here.take('1', [rolling('full', 1n, 1n)]);
    expect(await there.take('2', [rolling('open', 1n, 1n), place('p', 1n), rolling('full', 1n, 1n)])).toMatchObject({
      ok: false,
    });
    expect(await here.take('3', [rolling('open', 1n, 1n), place('p', 1n)])).toMatchObject({ ok: true });
  });

  it('give places back at the end of a call, once, whoever asks', async () => {
    const [here, there] = [await node(), await node()];
    const take = place('p', 1n);
    const { atMs } = await here.take('1', [take]);
    expect(await there.take('2', [take])).toMatchObject({ ok: false, levels: [{ used: 1n, waitMs: 1_000 }] });
    await here.close('1', atMs, [{ take, delta: 0n }]);
    expect(await there.take('2', [take])).toMatchObject({ ok: true });
    await here.close('1', atMs, [{ take, delta: 0n }]);
    expect(await here.take('3', [take])).toMatchObject({ ok: false });
  });

  it('give the places of a dead node back after the lease, and keep those of a living one', async () => {
    leaseMs = 400;
    const [dead, living, third] = [await node(), await node(), await node()];
    const take = place('p', 2n);
    await dead.take('dead', [take]);
    await living.take('alive', [take]);
    expect(await third.take('x', [take])).toMatchObject({ ok: false });
    const renewing = setInterval(() => void living.renew(), 100);
    try {
      await waitFor(
        async () => ((await third.take('third', [take])).ok ? true : undefined),
        'the place of the dead node',
      );
      leaseMs = 30_000;
      await living.renew();
      expect(await third.take('fourth', [take])).toMatchObject({ ok: false });
    } finally {
      clearInterval(renewing);
    }
  });

  it('do not renew what was given up', async () => {
    const here = await node();
    const take = place('p', 1n);
    const { atMs } = await here.take('1', [take]);
    await Promise.all([here.renew(), here.close('1', atMs, [{ take, delta: 0n }]), here.renew()]);
    expect(await here.take('2', [take])).toMatchObject({ ok: true });
  });

  it('leave no counter without an end', async () => {
    const redis = await connect();
    const here = await node();
    const takes = [rolling('a', 10n, 1n), daily('b', 10n, 1n), place('c', 10n)];
    const { atMs } = await here.take('1', takes);
    await here.close(
      '1',
      atMs,
      takes.slice(0, 2).map((take) => ({ take, delta: 5n })),
    );
    const keys = await redis.keys(`{chat-api:limits}:${names}:*`);
    expect(keys).toHaveLength(3);
    for (const key of keys) expect(await redis.pttl(key)).toBeGreaterThan(0);
  });

  it('count as one process in memory does', async () => {
    const here = await node();
    const operations = fc.array(
      fc.record({
        rules: fc.integer({ min: 1, max: 7 }),
        amount: fc.bigInt({ min: 0n, max: 2n ** 51n }),
        real: fc.nat({ max: 150 }),
        closes: fc.boolean(),
      }),
      { maxLength: 12 },
    );
    const withoutTimes = ({ ok, levels }: TakeOutcome) => ({
      ok,
      levels: levels.map(({ used, waitMs }) => [used, waitMs > 0, waitMs === Infinity]),
    });
    await fc.assert(
      fc.asyncProperty(operations, async (run) => {
        names = randomUUID();
        const memory = new MemoryLimitStore(new SystemClock());
        const limit = 2n ** 53n - 1n;
        let i = 0;
        for (const { rules, amount, real, closes } of run) {
          const id = `call ${i++}`;
          const takes = [
            ...(rules & 1 ? [rolling('a', limit, amount)] : []),
            ...(rules & 2 ? [daily('b', limit / 2n, amount)] : []),
            ...(rules & 4 ? [place('c', 3n)] : []),
          ];
          const [shared, own] = [await here.take(id, takes), memory.take(id, takes)];
          expect(withoutTimes(shared)).toEqual(withoutTimes(own));
          if (!closes || !shared.ok) continue;
          const corrections = takes.map((take) => ({
            take,
            delta: take.kind === 'place' ? 0n : (amount * BigInt(real - 100)) / 100n,
          }));
          await here.close(id, shared.atMs, corrections);
          memory.close(id, own.atMs, corrections);
        }
      }),
      { numRuns: 30 },
    );
  });

  it('are free again a window after the server’s clock was set back, and take back what calls of before had too much', async () => {
    const [redis, here] = [await connect(), await node()];
    const width = HOUR_MS / 60;
    const key = `{chat-api:limits}:${names}:a`;
    const aheadMs = Date.now() + 24 * HOUR_MS;
    // As the scripts left it while the clock was a day ahead.
    await redis.hset(key, Math.floor(aheadMs / width), 6, Math.floor(aheadMs / width) - 1, 4);
    await redis.pexpire(key, 25 * HOUR_MS);
    const { ok, levels } = await here.take('x', [rolling('a', 10n, 1n)]);
    expect({ ok, used: levels[0]!.used }).toEqual({ ok: false, used: 10n });
    expect(levels[0]!.waitMs).toBeLessThanOrEqual(HOUR_MS + width);
    expect(levels[0]!.resetMs).toBeLessThanOrEqual(HOUR_MS + width);
    await here.close('before', aheadMs, [{ take: rolling('a', 10n, 6n), delta: -5n }]);
    expect(await here.take('y', [rolling('a', 10n, 5n)])).toMatchObject({ ok: true, levels: [{ used: 10n }] });
    await here.close('before', aheadMs, [{ take: rolling('a', 10n, 30n), delta: -25n }]);
    expect(await here.take('z', [rolling('a', 10n, 10n)])).toMatchObject({ ok: true, levels: [{ used: 10n }] });
    expect(await redis.pttl(key)).toBeGreaterThan(0);
  });

  it('give the places of dead nodes back after the lease, wherever the server’s clock was before', async () => {
    const [redis, here] = [await connect(), await node()];
    leaseMs = 200;
    await redis.zadd(`{chat-api:limits}:${names}:p`, Date.now() + 24 * HOUR_MS, 'dead');
    expect(await here.take('x', [place('p', 1n)])).toMatchObject({ ok: false });
    await waitFor(async () => ((await here.take('y', [place('p', 1n)])).ok ? true : undefined), 'the place');
  });

  it('are counted by each node for itself while Redis is away, at once and with one line in the log', async () => {
    const warn = jest.spyOn(Logger.prototype, 'warn').mockImplementation(() => undefined);
    const redis = await connect();
    const shared = new SharedLimitStore(
      new RedisLimitStore(
        redis,
        () => Date.now(),
        () => leaseMs,
      ),
      new MemoryLimitStore(new SystemClock()),
    );
    expect((await shared.take('0', [rolling('a', 2n, 1n)])).levels[0]!.used).toBe(1n);
    redis.disconnect();
    const startedAtMs = Date.now();
    const outcomes = [];
    for (let i = 1; i <= 3; i++) outcomes.push((await shared.take(`${i}`, [rolling('a', 2n, 1n)])).ok);
    expect(outcomes).toEqual([true, true, false]);
    expect(Date.now() - startedAtMs).toBeLessThan(1_000);
    expect(warn).toHaveBeenCalledTimes(1);
    warn.mockRestore();
  });
});
