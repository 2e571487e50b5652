import { AppError } from '@app/kernel';

/** First password of the first account when the environment names none; documented, therefore no secret. */
export const DEFAULT_PASSWORD = '123456';

const LEAST_BYTES = 8;
/** bcrypt ignores everything behind it. */
const MOST_BYTES = 72;

const GUESSED_FIRST = new Set([
  '12345678',
  '123456789',
  '1234567890',
  '11111111',
  '00000000',
  '88888888',
  'password',
  '123123123',
]);

export function isTooLongForBcrypt(password: string): boolean {
  return Buffer.byteLength(password) > MOST_BYTES;
}

/** Refuses passwords that protect nothing. */
export function requireGoodPassword(password: string, username: string): void {
  const bytes = Buffer.byteLength(password);
  if (bytes < LEAST_BYTES || bytes > MOST_BYTES) {
    throw refusal('输入不合法 密码长度须为 8 至 72 字节', 'The password must have 8 to 72 bytes');
  }
  if (password.includes('\0')) {
    throw refusal('输入不合法 密码含有无效字符', 'The password contains a character that is not allowed');
  }
  const lower = password.toLowerCase();
  if (GUESSED_FIRST.has(lower) || lower === username.toLowerCase()) {
    throw refusal('输入不合法 密码过于简单', 'The password is too easy to guess');
  }
}

function refusal(zh: string, en: string): AppError {
  return new AppError('user.password_invalid', { zh, en }, { status: 422, param: 'password' });
}
