import { AppError } from '@app/kernel';
import type { RewardOutcome } from './reward-transfers';
import type { WithdrawalStatus } from './withdrawal-status';

type Refusal = Exclude<RewardOutcome, 'done'>;

export function transferRefused(refusal: Refusal): AppError {
  return refusal === 'insufficient'
    ? refused(
        409,
        'reward.balance_insufficient',
        '划转失败 邀请额度不足！',
        'Transfer failed: the reward is not enough',
      )
    : refused(422, 'reward.amount_low', '划转失败 超出最低限额！', 'Transfer failed: less than the minimum');
}

export function withdrawalRefused(refusal: Refusal): AppError {
  return refusal === 'insufficient'
    ? refused(
        409,
        'reward.balance_insufficient',
        '提交失败: 提现额度不足！',
        'Withdrawal failed: the reward is not enough',
      )
    : refused(422, 'reward.amount_low', '提交失败: 超出最低限额！', 'Withdrawal failed: less than the minimum');
}

export function payoutAccountMissing(): AppError {
  const text = { zh: '支付宝账号不能为空', en: 'The Alipay account is missing' };
  return new AppError('withdrawal.account_missing', text, { status: 422, param: 'alipay_account' });
}

export function withdrawalNotFound(): AppError {
  const text = { zh: '提现订单不存在', en: 'Withdrawal order not found' };
  return new AppError('withdrawal.not_found', text, { status: 404 });
}

export function withdrawalIdDiffers(): AppError {
  const text = { zh: '请求参数错误: 订单号不一致', en: 'order_id is not the id of the path' };
  return new AppError('withdrawal.id_differs', text, { status: 422, param: 'order_id' });
}

export function withdrawalStepIllegal(from: WithdrawalStatus, to: WithdrawalStatus): AppError {
  const text = {
    zh: `提现订单状态不能从 ${from} 改为 ${to}`,
    en: `An order of status ${from} cannot get status ${to}`,
  };
  return new AppError('withdrawal.step_illegal', text, { status: 409, param: 'status' });
}

function refused(status: number, code: string, zh: string, en: string): AppError {
  return new AppError(code, { zh, en }, { status, param: 'quota' });
}
