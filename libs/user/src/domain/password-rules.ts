import { AppError, PASSWORD_BYTES } from '@app/kernel';

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

/** bcrypt ignores everything behind. */
export function isTooLongForBcrypt(password: string): boolean {
  return Buffer.byteLength(password) > PASSWORD_BYTES.most;
}

/** Refuses passwords that protect nothing. */
export function requireGoodPassword(password: string, username: string): void {
  const bytes = Buffer.byteLength(password);
  if (bytes < PASSWORD_BYTES.least || bytes > PASSWORD_BYTES.most) {
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
