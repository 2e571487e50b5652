import { AppError, type LocalText } from '@app/kernel';
import type { RedeemOutcome } from './redeeming';

type Refusal = Exclude<RedeemOutcome['kind'], 'redeemed'> | 'missing';

const REFUSALS: Readonly<Record<Refusal, { code: string; status: number; text: LocalText }>> = {
  missing: { code: 'code_missing', status: 422, text: { zh: '未提供兑换码', en: 'no code given' } },
  unknown: { code: 'code_invalid', status: 404, text: { zh: '无效的兑换码', en: 'there is no such code' } },
  used: { code: 'code_used', status: 409, text: { zh: '该兑换码已被使用', en: 'the code has been used' } },
  'not-yet': { code: 'code_early', status: 409, text: { zh: '该兑换码尚未生效', en: 'the code is not valid yet' } },
  over: { code: 'code_expired', status: 409, text: { zh: '该兑换码已过期', en: 'the code has expired' } },
  'limit-reached': {
    code: 'limit_reached',
    status: 409,
    text: { zh: '您已达到该批兑换码的使用上限', en: 'you have used as many codes of this batch as one user may' },
  },
};

export function redeemingRefused(kind: Refusal): AppError {
  const { code, status, text } = REFUSALS[kind];
  const full = { zh: `兑换失败，${text.zh}`, en: `Redeeming failed: ${text.en}` };
  return new AppError(`redemption.${code}`, full, { status, param: 'key' });
}

export function redemptionNotFound(): AppError {
  return new AppError('redemption.not_found', { zh: '兑换码不存在', en: 'Redemption code not found' }, { status: 404 });
}

export function redemptionUsed(): AppError {
  return new AppError(
    'redemption.used_final',
    { zh: '兑换码已被使用，不能再更改或删除', en: 'The code has been used and cannot be changed or removed any more' },
    { status: 409 },
  );
}
