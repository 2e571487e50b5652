import type { ExecutionContext } from '@nestjs/common';
import type { ThrottlerModuleOptions } from '@nestjs/throttler';
import type { AppConfig } from '../../config/app-config';
import { clientIp } from '../client-ip';
import type { TrustedProxies } from '../trusted-proxies';
import { CRITICAL_LIMIT } from './critical-limit.decorator';
import { toLimitSubject } from './limit-subject';
import { GLOBAL_WINDOW_MS, type RequestLimits } from './request-limits';

const CRITICAL_WINDOW_MS = 1_200_000;
const CRITICAL_HITS = 20;

/** The two limiters: GA for the whole management API and CT for what can be guessed, both per client address. */
export function createLimiters(
  config: Pick<AppConfig, 'rateLimits'>,
  limits: RequestLimits,
  trusted: TrustedProxies,
): ThrottlerModuleOptions {
  const globalApi = config.rateLimits.globalApi;
  return {
    storage: limits.storage,
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
