import { DEFAULT_PASSWORD } from '@app/kernel';
import { requireGoodPassword } from './password-rules';

describe('requireGoodPassword', () => {
  it.each([
    ['the published default', DEFAULT_PASSWORD],
    ['seven bytes', 'abcdef7'],
    ['73 bytes', 'x'.repeat(73)],
    ['25 characters that are 75 bytes', '密'.repeat(25)],
    ['what is guessed first', 'Password'],
    ['the user name', 'Magdalena'],
    ['a NUL, where bcrypt would stop reading', 'abcdefgh\0ijkl'],
  ])('refuses %s', (_, password) => {
    expect(() => requireGoodPassword(password, 'magdalena')).toThrow(
      expect.objectContaining({ code: 'user.password_invalid', status: 422, param: 'password' }),
    );
  });

  it.each(['eight-by', 'x'.repeat(72), '密'.repeat(24)])('accepts %s', (password) => {
    expect(() => requireGoodPassword(password, 'magdalena')).not.toThrow();
  });
});
