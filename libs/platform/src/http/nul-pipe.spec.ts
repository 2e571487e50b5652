import { NulPipe } from './nul-pipe';

describe('NUL characters from callers', () => {
  const pass = (value: unknown, type: 'body' | 'query' | 'param' | 'custom' = 'body') =>
    new NulPipe().transform(value, { type });

  it.each([['a\u0000b'], [{ name: '\u0000' }], [{ list: [{ deep: 'x\u0000' }] }], [{ 'na\u0000me': 1 }]])(
    'refuses %j',
    (value) => {
      expect(() => pass(value)).toThrow(expect.objectContaining({ code: 'request.invalid', status: 422 }) as Error);
    },
  );

  it('lets everything else through as it came, however deep', () => {
    const deep: unknown = JSON.parse(`${'['.repeat(100_000)}"\\\\u0000"${']'.repeat(100_000)}`);
    for (const value of [undefined, null, 7, 'text', '\\u0000', deep]) expect(pass(value)).toBe(value);
  });

  it('does not look at what this program made itself', () => {
    expect(pass('\u0000', 'custom')).toBe('\u0000');
  });
});
