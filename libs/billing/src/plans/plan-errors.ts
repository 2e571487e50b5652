import { AppError } from '@app/kernel';
import type { WindowMetric } from './domain/plan-terms';
import type { RoomAgain } from './wait-for-room';

const METRICS: Record<WindowMetric, { zh: string; en: string }> = {
  money: { zh: '金额', en: 'money' },
  tokens: { zh: 'token', en: 'tokens' },
  requests: { zh: '请求次数', en: 'requests' },
};

/** 429 with the first time at which one of the plans has room for the call; without one where waiting does not help. */
export function windowExhausted(waits: readonly RoomAgain[], nowSeconds: number): AppError {
  const first = waits.reduce((soonest, wait) => (wait.at < soonest.at ? wait : soonest));
  const metric = METRICS[first.metric];
  const full = {
    zh: `套餐「${first.plan}」的${metric.zh}额度不足`,
    en: `The plan “${first.plan}” has too few ${metric.en} left for this request`,
  };
  const options = { status: 429, param: first.metric };
  if (first.at === Infinity) {
    const text = { zh: `${full.zh}，在其有效期内不会恢复`, en: `${full.en}, and will not have more before it ends` };
    return new AppError('plan.window_exhausted', text, options);
  }
  const time = new Date(first.at * 1000).toISOString().replace('.000', '');
  return new AppError(
    'plan.window_exhausted',
    { zh: `${full.zh}，将于 ${time} 重置`, en: `${full.en}. It resets at ${time}` },
    { ...options, retryAfterSeconds: Math.max(1, first.at - nowSeconds) },
  );
}

export function planNotFound(): AppError {
  return new AppError('plan.not_found', { zh: '套餐不存在', en: 'There is no such plan' }, { status: 404 });
}

export function subscriptionNotFound(): AppError {
  const text = { zh: '订阅不存在', en: 'There is no such subscription' };
  return new AppError('plan.subscription_missing', text, { status: 404 });
}

export function subscriptionEnded(): AppError {
  const text = { zh: '该订阅已结束', en: 'The subscription has ended already' };
  return new AppError('plan.subscription_ended', text, { status: 409 });
}

export function planTermsInvalid(param: string, zh: string, en: string): AppError {
  return new AppError('plan.terms_invalid', { zh, en }, { status: 422, param });
}

export function planLimitReached(): AppError {
  const text = { zh: '您已达到该套餐的购买上限', en: 'You have bought this plan as often as one user may' };
  return new AppError('plan.limit_reached', text, { status: 409 });
}

export function balanceTooLowForPlan(): AppError {
  const text = { zh: '余额不足，无法购买该套餐', en: 'The balance is not enough for this plan' };
  return new AppError('plan.balance_insufficient', text, { status: 402 });
}

export function subscriberMissing(): AppError {
  return new AppError('billing.user_missing', { zh: '用户不存在', en: 'There is no such user' }, { status: 404 });
}
