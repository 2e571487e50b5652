import { AppError } from '@app/kernel';

export function allowanceNegative(): AppError {
  return new AppError(
    'request.invalid',
    { zh: '无效的参数：remain_quota', en: 'Invalid parameters: remain_quota must not be less than 0' },
    { status: 422, param: 'remain_quota' },
  );
}

export function allowanceChanged(): AppError {
  return new AppError(
    'token.remain_changed',
    {
      zh: '令牌剩余额度已发生变化，请刷新后重试',
      en: 'The allowance of the token has changed meanwhile; read it again',
    },
    { status: 409, param: 'remain_quota' },
  );
}

export function revealDisabled(): AppError {
  return new AppError(
    'token.reveal_disabled',
    { zh: '管理员已关闭查看令牌密钥', en: 'Showing the keys of tokens is switched off' },
    { status: 403 },
  );
}
