import { estimateTokens } from './estimate-tokens';

describe('estimateTokens', () => {
  it.each([
    ['nothing', [], 0],
    ['empty texts', ['', ''], 0],
    ['a begun token as a whole one', ['a'], 1],
    ['four bytes of ASCII as one', ['abcdefgh'], 2],
    ['three other bytes as one', ['汉字'], 2],
    ['two-byte letters', ['éé'], 2],
    ['a pair of surrogates by its four bytes', ['😀😀😀'], 4],
    ['half a pair by the three bytes it becomes', ['\ud800'], 1],
    ['mixed text by both rules', ['abcd汉'], 2],
    ['several texts without rounding each', ['a', 'b', 'c', 'd'], 1],
  ])('counts %s', (_what, texts, tokens) => {
    expect(estimateTokens(texts)).toBe(tokens);
  });
});
