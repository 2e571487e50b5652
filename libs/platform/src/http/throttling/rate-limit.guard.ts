import { Injectable, type ExecutionContext } from '@nestjs/common';
import { ThrottlerGuard, type ThrottlerLimitDetail } from '@nestjs/throttler';
import type { Request } from 'express';
import { isUnder } from '../is-under';
import { rateLimited } from './request-limits';

/** Applies the limiters to the management API. What is answered ahead of Nest's router counts with RequestLimits. */
@Injectable()
export class RateLimitGuard extends ThrottlerGuard {
  protected override shouldSkip(context: ExecutionContext): Promise<boolean> {
    const url = context.switchToHttp().getRequest<Request>().originalUrl;
    return Promise.resolve(!isUnder('/api', url));
  }

  protected override throwThrottlingException(_context: ExecutionContext, detail: ThrottlerLimitDetail): Promise<void> {
    return Promise.reject(rateLimited(detail.timeToBlockExpire));
  }
}
