import { Injectable, type ExecutionContext } from '@nestjs/common';
import { ThrottlerGuard, type ThrottlerLimitDetail } from '@nestjs/throttler';
import { AppError } from '@app/kernel';
import type { Request } from 'express';
import { isUnder } from '../is-under';

const LIMITED_PREFIXES = ['/api', '/dashboard/billing', '/v1/dashboard/billing'];

/** Applies the limiters to the management API and the billing figures. Relayed calls are not limited here. */
@Injectable()
export class RateLimitGuard extends ThrottlerGuard {
  protected override shouldSkip(context: ExecutionContext): Promise<boolean> {
    const url = context.switchToHttp().getRequest<Request>().originalUrl;
    return Promise.resolve(!LIMITED_PREFIXES.some((prefix) => isUnder(prefix, url)));
  }

  protected override throwThrottlingException(_context: ExecutionContext, detail: ThrottlerLimitDetail): Promise<void> {
    return Promise.reject(
      new AppError(
        'request.rate_limited',
        { zh: '请求过于频繁，请稍后再试', en: 'Too many requests, please try again later' },
        { status: 429, retryAfterSeconds: detail.timeToBlockExpire },
      ),
    );
  }
}
