import { AppError } from '@app/kernel';

/** Even with no other call running it would not be enough. */
export function balanceTooLow(): AppError {
  return new AppError(
    'insufficient_user_quota',
    { zh: '用户额度不足', en: 'user quota is not enough' },
    { status: 403 },
  );
}

export function tokenExhausted(): AppError {
  return new AppError(
    'token_exhausted',
    { zh: '该令牌额度已用尽', en: 'The quota of this token is used up' },
    { status: 401 },
  );
}

export function tokenTooLow(): AppError {
  return new AppError(
    'insufficient_token_quota',
    { zh: '令牌额度不足', en: 'token quota is not enough' },
    { status: 403 },
  );
}

/** Enough is there, but running calls hold it; it may come back at any time. */
export function quotaReserved(): AppError {
  return new AppError(
    'quota_reserved',
    {
      zh: '剩余额度已被进行中的请求预留，请稍后重试；在请求中指定 max_tokens 可减少预留',
      en: 'Running requests hold the rest of the quota, try again when one has ended; requests that name max_tokens hold less',
    },
    { status: 429, retryAfterSeconds: 1 },
  );
}

export function ledgerUnavailable(): AppError {
  return new AppError(
    'ledger_unavailable',
    { zh: '计费暂不可用，请稍后再试', en: 'Billing is not available at the moment, try again later' },
    { status: 503, retryAfterSeconds: 5 },
  );
}
