import { randomUUID } from 'node:crypto';
import { Logger } from '@nestjs/common';
import { RedisEventBus } from '../src/events/redis-event-bus';
import { MemoryLimitStorage } from '../src/http/throttling/memory-limit-storage';
import { RedisLimitStorage } from '../src/http/throttling/redis-limit-storage';
import { openRedis, type RedisConnections } from '../src/redis/redis-connections';
import { RedisHolder } from '../src/redis/redis-holder';
import { FixedClock } from './support/fixed-clock';

// Real: Redis.
const isUsable = process.env['CHAT_API_TEST_ENGINES']?.split(',').includes('redis') === true;
const url = process.env['TEST_REDIS_URL'] ?? 'redis://127.0.0.1:6379';

async function eventually(isTrue: () => boolean): Promise<void> {
  const deadlineMs = Date.now() + 3_000;
  while (!isTrue() && Date.now() < deadlineMs) await new Promise((resolve) => setTimeout(resolve, 10));
}

(isUsable ? describe : describe.skip)('with Redis', () => {
  const opened: RedisConnections[] = [];
  const open = async () => {
    const connections = await openRedis(url);
    opened.push(connections);
    return connections;
  };
  afterEach(() => {
    for (const connections of opened.splice(0)) new RedisHolder(connections).onApplicationShutdown();
  });

  it('tells other nodes of a change once, and itself only directly', async () => {
    const [here, there] = [new RedisEventBus(await open()), new RedisEventBus(await open())];
    await Promise.all([here.onModuleInit(), there.onModuleInit()]);
    const key = randomUUID();
    const seen: string[] = [];
    here.subscribe('option.changed', (event) => void (event.key === key && seen.push('here')));
    there.subscribe('option.changed', (event) => void (event.key === key && seen.push('there')));
    there.subscribe('audit.recorded', () => void seen.push('audit'));
    here.publish('audit.recorded', { type: 3, userId: 1, username: 'u', text: 't' });
    here.publish('option.changed', { key });
    expect(seen).toEqual(['here']);
    await eventually(() => seen.length > 1);
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(seen).toEqual(['here', 'there']);
  });

  it('ignores messages that no node would send', async () => {
    const warn = jest.spyOn(Logger.prototype, 'warn').mockImplementation(() => undefined);
    const { main, subscriber } = await open();
    const bus = new RedisEventBus({ main, subscriber });
    await bus.onModuleInit();
    const seen: unknown[] = [];
    bus.subscribe('audit.recorded', (event) => void seen.push(event));
    const forged = { node: 'x', name: 'audit.recorded', payload: {} };
    for (const text of ['', '[]', '{"node":"x","name":"constructor","payload":{}}', JSON.stringify(forged)]) {
      await main.publish('chat-api:events', text);
    }
    await eventually(() => warn.mock.calls.length >= 4);
    expect(warn).toHaveBeenCalledTimes(4);
    expect(seen).toEqual([]);
    warn.mockRestore();
  });

  it('counts hits of all gateways together in one sliding window', async () => {
    const fallback = new MemoryLimitStorage(new FixedClock());
    const first = new RedisLimitStorage((await open()).main, fallback);
    const second = new RedisLimitStorage((await open()).main, fallback);
    const key = randomUUID();
    const calls = Array.from({ length: 20 }, (_, i) => (i % 2 ? first : second).increment(key, 1_000, 5, 0, 'GA'));
    const records = await Promise.all(calls);
    expect(records.filter((record) => !record.isBlocked)).toHaveLength(5);
    expect(records.find((record) => record.isBlocked)).toMatchObject({ totalHits: 5, timeToBlockExpire: 1 });
    await new Promise((resolve) => setTimeout(resolve, 1_050));
    expect(await first.increment(key, 1_000, 5, 0, 'GA')).toMatchObject({ isBlocked: false, totalHits: 1 });
  });

  it('goes on limiting on its own while Redis is away', async () => {
    const warn = jest.spyOn(Logger.prototype, 'warn').mockImplementation(() => undefined);
    const { main } = await open();
    const storage = new RedisLimitStorage(main, new MemoryLimitStorage(new FixedClock()));
    main.disconnect();
    expect(await storage.increment('a', 1_000, 1, 0, 'CT')).toMatchObject({ isBlocked: false });
    expect(await storage.increment('a', 1_000, 1, 0, 'CT')).toMatchObject({ isBlocked: true });
    expect(warn).toHaveBeenCalledTimes(1);
    warn.mockRestore();
  });
});

describe('a Redis that does not answer', () => {
  it('stops the start with a reason and without the password', async () => {
    const opening = RedisHolder.open({ redisUrl: 'redis://:hidden@127.0.0.1:1/0' });
    await expect(opening).rejects.toThrow(/REDIS_CONN_STRING.*ECONNREFUSED/);
    await opening.catch((error: Error) => expect(error.message).not.toContain('hidden'));
  });

  it('is not missed when none is configured', async () => {
    expect((await RedisHolder.open({ redisUrl: undefined })).connections).toBeUndefined();
  });
});
