import type { ThrottlerStorage } from '@nestjs/throttler';
import { AppError } from '@app/kernel';
import type { AppConfig } from '../../config/app-config';
import { clientIp, type RequestOrigin } from '../client-ip';
import type { TrustedProxies } from '../trusted-proxies';
import { toLimitSubject } from './limit-subject';

export const GLOBAL_WINDOW_MS = 180_000;

/** The limits per client address for requests that no guard sees, because they are answered ahead of Nest's router. */
export class RequestLimits {
  constructor(
    /** Shared with the guards: a caller's requests count once, wherever they are answered. */
    readonly storage: ThrottlerStorage,
    private readonly rateLimits: AppConfig['rateLimits'],
    private readonly trusted: TrustedProxies,
  ) {}

  /** Counts a call for GLOBAL_API_RATE_LIMIT, on the counter of /api. Resolves to the refusal when it is one too many. */
  api(request: RequestOrigin): Promise<AppError | undefined> {
    return this.count('GA', this.rateLimits.globalApi, request);
  }

  /** Counts a request for a page or file of the console for GLOBAL_WEB_RATE_LIMIT. */
  web(request: RequestOrigin): Promise<AppError | undefined> {
    return this.count('GW', this.rateLimits.globalWeb, request);
  }

  private async count(name: string, limit: number, request: RequestOrigin): Promise<AppError | undefined> {
    if (limit === 0) return undefined;
    const subject = toLimitSubject(clientIp(request, this.trusted));
    const record = await this.storage.increment(subject, GLOBAL_WINDOW_MS, limit, GLOBAL_WINDOW_MS, name);
    return record.isBlocked ? rateLimited(record.timeToBlockExpire) : undefined;
  }
}

export function rateLimited(retryAfterSeconds: number): AppError {
  return new AppError(
    'request.rate_limited',
    { zh: '请求过于频繁，请稍后再试', en: 'Too many requests, please try again later' },
    { status: 429, retryAfterSeconds },
  );
}
