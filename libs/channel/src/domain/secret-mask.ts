import { type AppError } from '@app/kernel';
import { channelFieldError } from './channel-field-error';

/** Stands where a secret is. Sent back, it means "as stored". */
export const SECRET_MASK = '***';

/** A mask came back for which nothing is stored: what it stands for has to be typed again. */
export function secretMissing(field: string): AppError {
  return channelFieldError(field, {
    zh: `"${SECRET_MASK}" 仅代表已保存的内容，此处请重新填写`,
    en: `"${SECRET_MASK}" stands for what is stored; give the value itself here`,
  });
}
