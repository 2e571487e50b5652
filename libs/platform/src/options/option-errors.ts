import { AppError } from '@app/kernel';

/** A text that an option cannot take; `zh` and `en` say what it has to be. */
export function optionValueInvalid(key: string, zh: string, en: string): AppError {
  return new AppError(
    'option.value_invalid',
    { zh: `选项 ${key} 的值无效：${zh}`, en: `The value of the option ${key} is invalid: ${en}` },
    { status: 422, param: key },
  );
}

export function optionUnknown(key: string): AppError {
  return new AppError(
    'option.unknown',
    { zh: `未知的选项：${key}`, en: `Unknown option: ${key}` },
    { status: 404, param: 'key' },
  );
}
