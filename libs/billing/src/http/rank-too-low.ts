import { AppError } from '@app/kernel';

export function rankTooLow(): AppError {
  const zh = '无权更新同权限等级或更高权限等级的用户信息';
  return new AppError(
    'user.rank_too_low',
    { zh, en: 'Users of your own or a higher rank are not yours to change' },
    { status: 403 },
  );
}
