import type { ExecutionContext } from '@nestjs/common';
import type { ThrottlerModuleOptions } from '@nestjs/throttler';
import type { Clock } from '@app/kernel';
import type { AppConfig } from '../../config/app-config';
import type { RedisHolder } from '../../redis/redis-holder';
import { clientIp } from '../client-ip';
import type { TrustedProxies } from '../trusted-proxies';
import { CRITICAL_LIMIT } from './critical-limit.decorator';
import { MemoryLimitStorage } from './memory-limit-storage';
import { RedisLimitStorage } from './redis-limit-storage';
import { toLimitSubject } from './limit-subject';

const GLOBAL_WINDOW_MS = 180_000;
const CRITICAL_WINDOW_MS = 1_200_000;
const CRITICAL_HITS = 20;

/** The two limiters: GA for the whole management API and CT for what can be guessed, both per client address. */
export function createLimiters(
  config: Pick<AppConfig, 'rateLimits'>,
  clock: Clock,
  redis: RedisHolder,
  trusted: TrustedProxies,
): ThrottlerModuleOptions {
  const memory = new MemoryLimitStorage(clock);
  const globalApi = config.rateLimits.globalApi;
  return {
    storage: redis.connections === undefined ? memory : new RedisLimitStorage(redis.connections.main, memory),
    setHeaders: false,
    getTracker: (request) => toLimitSubject(clientIp(request as Parameters<typeof clientIp>[0], trusted)),
    // The class and method that Nest would mix in would give every route a counter of its own.
    generateKey: (_context, subject) => subject,
    throttlers: [
      { name: 'GA', limit: globalApi, ttl: GLOBAL_WINDOW_MS, skipIf: () => globalApi === 0 },
      { name: 'CT', limit: CRITICAL_HITS, ttl: CRITICAL_WINDOW_MS, skipIf: (context) => !isCritical(context) },
    ],
  };
}

function isCritical(context: ExecutionContext): boolean {
  return Reflect.getMetadata(CRITICAL_LIMIT, context.getHandler()) === true;
}
