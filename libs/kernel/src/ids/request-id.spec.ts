import { createRequestId } from './request-id';

describe('request ids', () => {
  it('carry the time, nine digits and eight random characters', () => {
    expect(createRequestId(Date.UTC(2026, 0, 2, 3, 4, 5))).toMatch(/^20260102030405\d{9}[0-9a-z]{8}$/);
  });

  it('do not repeat', () => {
    expect(new Set(Array.from({ length: 20_000 }, () => createRequestId(0))).size).toBe(20_000);
  });
});
