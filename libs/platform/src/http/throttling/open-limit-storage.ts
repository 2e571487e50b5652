import type { ThrottlerStorage } from '@nestjs/throttler';
import type { Clock } from '@app/kernel';
import type { RedisHolder } from '../../redis/redis-holder';
import { MemoryLimitStorage } from './memory-limit-storage';
import { RedisLimitStorage } from './redis-limit-storage';

/** Counts in Redis when there is one, else (and while it is away) in this process. */
export function openLimitStorage(clock: Clock, redis: RedisHolder): ThrottlerStorage {
  const memory = new MemoryLimitStorage(clock);
  return redis.connections === undefined ? memory : new RedisLimitStorage(redis.connections.main, memory);
}
