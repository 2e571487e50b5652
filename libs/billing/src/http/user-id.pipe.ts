import { AppError } from '@app/kernel';
import type { PipeTransform } from '@nestjs/common';

/** Path id of a user; whatever is no id names nobody. */
export class UserIdPipe implements PipeTransform<string, number> {
  transform(value: string): number {
    if (/^[1-9]\d{0,8}$/.test(value)) return Number(value);
    throw new AppError('billing.user_missing', { zh: '用户不存在', en: 'There is no such user' }, { status: 404 });
  }
}
