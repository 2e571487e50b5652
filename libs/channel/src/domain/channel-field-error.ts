import { AppError, type LocalText } from '@app/kernel';

/** 422 that names the field, in the spelling of the API. */
export function channelFieldError(field: string, reason: LocalText): AppError {
  return new AppError(
    'channel.field_invalid',
    { zh: `${field} 无效：${reason.zh}`, en: `${field} is invalid: ${reason.en}` },
    { status: 422, param: field },
  );
}
