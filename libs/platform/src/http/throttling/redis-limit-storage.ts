import { Logger } from '@nestjs/common';
import type { ThrottlerStorage } from '@nestjs/throttler';
import type { Redis } from 'ioredis';
import { toRecord, type LimitRecord } from './limit-record';

/**
 * The list holds the times of the allowed hits, newest first. One script, so that two gateways cannot both take the last
 * place; the server's clock, so that theirs need not agree. Returns hits, 1 or 0 for allowed, milliseconds to wait.
 */
const SLIDE = `
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local ttl = tonumber(ARGV[1])
local limit = tonumber(ARGV[2])
local count = redis.call('LLEN', KEYS[1])
while count > 0 and now - tonumber(redis.call('LINDEX', KEYS[1], -1)) >= ttl do
  redis.call('RPOP', KEYS[1])
  count = count - 1
end
local allowed = 0
if count < limit then
  redis.call('LPUSH', KEYS[1], now)
  redis.call('PEXPIRE', KEYS[1], ttl)
  count = count + 1
  allowed = 1
end
local oldest = redis.call('LINDEX', KEYS[1], -1)
return { count, allowed, (oldest and tonumber(oldest) or now) + ttl - now }
`;

type Slide = (key: string, ttlMs: number, limit: number) => Promise<[number, number, number]>;

/** Counts for all gateways together. While Redis is away, each counts for itself: limits loosen, but stay. */
export class RedisLimitStorage implements ThrottlerStorage {
  private readonly logger = new Logger('RateLimit');
  private readonly slide: Slide;
  private isAway = false;

  constructor(
    redis: Redis,
    private readonly fallback: ThrottlerStorage,
  ) {
    redis.defineCommand('chatApiSlideWindow', { numberOfKeys: 1, lua: SLIDE });
    const defined = redis as Redis & { chatApiSlideWindow: Slide };
    this.slide = (key, ttlMs, limit) => defined.chatApiSlideWindow(key, ttlMs, limit);
  }

  async increment(key: string, ttlMs: number, limit: number, blockMs: number, name: string): Promise<LimitRecord> {
    try {
      const [hits, allowed, waitMs] = await this.slide(`chat-api:limit:${name}:${key}`, ttlMs, limit);
      this.isAway = false;
      return toRecord(hits, allowed === 1, waitMs);
    } catch (error) {
      if (!this.isAway) this.logger.warn(`Redis does not count, this node does: ${String(error)}`);
      this.isAway = true;
      return this.fallback.increment(key, ttlMs, limit, blockMs, name);
    }
  }
}
