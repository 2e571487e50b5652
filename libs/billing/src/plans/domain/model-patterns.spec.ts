import { matchesModel } from './model-patterns';

describe('models of a plan', () => {
  it.each([
    [[], 'anything', true],
    [['gpt-4o'], 'gpt-4o', true],
    [['gpt-4o'], 'gpt-4o-mini', false],
    [['gpt-4*'], 'gpt-4o-mini', true],
    [['*-mini'], 'gpt-4o-mini', true],
    [['gpt*mini'], 'gpt-4o-mini', true],
    [['gpt*o*mini'], 'gpt-4o-mini', true],
    [['a*a'], 'a', false],
    [['a*b*b'], 'ab', false],
    [['*'], 'x', true],
    [['gpt.4o'], 'gpt-4o', false],
    [['claude-*', 'o3'], 'o3', true],
  ])('%j and %s: %s', (patterns, model, expected) => {
    expect(matchesModel(patterns, model)).toBe(expected);
  });

  it('are looked up in no time, however many stars a pattern has', () => {
    expect(matchesModel([`${'a*'.repeat(90)}b`], 'a'.repeat(190))).toBe(false);
  });
});
