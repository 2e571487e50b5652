import { redact } from './redact';

describe('redact', () => {
  it.each([
    ['key sk-AbC123_x-9 failed', 'key sk-*** failed'],
    ['{"Authorization":"Bearer abc.def-1"}', '{"Authorization":"Bearer ***"}'],
    ['authorization: bearer sk-abcdef', 'authorization: bearer ***'],
    ['redis://:hunter2@cache:6379/0 refused', 'redis://:***@cache:6379/0 refused'],
    ['postgres://u:p@ss@db/x', 'postgres://u:***@db/x'],
    ['dsn root:p@w@tcp(db:3306)/x', 'dsn root:***@tcp(db:3306)/x'],
  ])('masks %s', (text, masked) => {
    expect(redact(text)).toBe(masked);
  });

  it('leaves other text alone', () => {
    const text = 'GET https://example.org:8080/risk-free?x=a@b took 3 ms for user task-1';
    expect(redact(text)).toBe(text);
  });
});
