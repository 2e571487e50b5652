import { normaliseModels, requireTokenName } from './token-fields';

describe('token fields', () => {
  it('counts the characters of a name, not its bytes', () => {
    expect(requireTokenName('名'.repeat(30))).toHaveLength(30);
    expect(requireTokenName('🙂'.repeat(30))).toBe('🙂'.repeat(30));
    expect(() => requireTokenName('名'.repeat(31))).toThrow(
      expect.objectContaining({ code: 'token.name_too_long', text: expect.objectContaining({ zh: '令牌名称过长' }) }),
    );
  });

  it('stores each model once, without blanks', () => {
    expect(normaliseModels(' gpt-4o, ,gpt-4o,claude-3\n')).toBe('gpt-4o,claude-3');
  });
});
