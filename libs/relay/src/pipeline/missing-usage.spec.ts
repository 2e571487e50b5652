import type { AnswerTally } from '../adapters/answer-reader';
import { NO_USAGE } from '../model/usage';
import { fillUsage, findMissing } from './missing-usage';

const seen = (tokens: number): AnswerTally => ({ isEmpty: tokens === 0, tokens, sample: undefined });
const told = (input: number, output: number, reasoning = 0) => ({ ...NO_USAGE, input, output, reasoning });

describe('usage that is missing', () => {
  it.each([
    ['none came', undefined, 5, true, [true, true]],
    ['none came, and no answer', undefined, 0, true, [true, true]],
    ['all came', told(10, 5), 50, true, undefined],
    ['the prompt is missing', told(0, 5), 5, true, [true, false]],
    ['the answer is missing', told(10, 0), 5, true, [false, true]],
    ['there was no answer', told(10, 0), 0, true, undefined],
    ['it broke off before its figures', told(10, 1), 5, false, [false, true]],
    ['it broke off after its figures', told(10, 5), 5, false, undefined],
    ['thinking is part of the answer', told(10, 1, 4), 5, false, undefined],
  ])('is found: %s', (_, usage, tokens, isWhole, expected) => {
    const missing = findMissing(usage, () => seen(tokens), isWhole);
    expect(missing && [missing.prompt, missing.answer !== undefined]).toEqual(expected);
  });

  it('is not looked for where figures leave no doubt', () => {
    const tally = jest.fn(() => seen(9));
    findMissing(told(10, 5), tally, true);
    expect(tally).not.toHaveBeenCalled();
  });

  it.each([
    [{ prompt: true, answer: seen(5) }, NO_USAGE, { input: 7, output: 9 }],
    [{ prompt: true, answer: undefined }, told(0, 4), { input: 7, output: 4 }],
    [
      { prompt: false, answer: seen(5) },
      { ...told(0, 0), cacheRead: 3 },
      { input: 0, cacheRead: 3, output: 9 },
    ],
    [{ prompt: false, answer: seen(5) }, told(10, 2, 4), { input: 10, output: 5, reasoning: 4 }],
    [{ prompt: false, answer: seen(5) }, told(10, 2, 20), { output: 2, reasoning: 20 }],
    [{ prompt: false, answer: seen(5) }, told(10, 12), { output: 12 }],
  ])('is filled with what was counted: %j', (missing, usage, expected) => {
    const filled = fillUsage({ ...missing, told: usage }, { prompt: 7, answer: 9 });
    expect(filled).toEqual({ ...usage, ...expected, isEstimated: true });
  });
});
