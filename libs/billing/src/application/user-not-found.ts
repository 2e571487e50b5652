import { AppError } from '@app/kernel';

export function userNotFound(): AppError {
  return new AppError('user.not_found', { zh: '用户不存在', en: 'User not found' }, { status: 404 });
}
