import { AppError } from '@app/kernel';

/** The caller's fault: 400 with the path of the field. */
export function invalidRequest(param: string, zh: string, en: string): AppError {
  return new AppError('invalid_text_request', { zh: `${param} ${zh}`, en: `${param} ${en}` }, { status: 400, param });
}
