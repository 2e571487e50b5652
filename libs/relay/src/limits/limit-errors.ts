import { AppError } from '@app/kernel';
import { describeLimit } from './domain/describe-limit';
import type { LimitRule } from './domain/limit-rule';

export const LIMIT_EXCEEDED = 'limit_exceeded';

/**
 * A call that is one too many: 429 `limit_exceeded`, with the metric as `param`. `waitMs` Infinity = the call alone is larger than
 * the limit, so that no waiting helps.
 */
export function limitExceeded(rule: LimitRule, waitMs: number): AppError {
  const limit = describeLimit(rule);
  const options = { status: 429, param: rule.metric, staffDetail: `limit rule ${rule.id}` };
  if (waitMs === Infinity) {
    return new AppError(
      LIMIT_EXCEEDED,
      {
        zh: `单次请求超过上限：${limit.zh}。请缩短输入或减小最大输出 token 数`,
        en: `This request alone is larger than the limit of ${limit.en}. Shorten it or ask for fewer output tokens`,
      },
      options,
    );
  }
  const retryAfterSeconds = Math.max(1, Math.ceil(waitMs / 1000));
  return new AppError(
    LIMIT_EXCEEDED,
    {
      zh: `已达上限：${limit.zh}。请在 ${retryAfterSeconds} 秒后重试`,
      en: `Limit reached: ${limit.en}. Try again in ${retryAfterSeconds} s`,
    },
    { ...options, retryAfterSeconds },
  );
}
