import { AppError } from '@app/kernel';
import type { PipeTransform } from '@nestjs/common';

/** Path id of a token; whatever is no id names no token. */
export class TokenIdPipe implements PipeTransform<string, number> {
  transform(value: string): number {
    if (/^[1-9]\d{0,8}$/.test(value)) return Number(value);
    throw new AppError('token.not_found', { zh: '令牌不存在', en: 'Token not found' }, { status: 404 });
  }
}
