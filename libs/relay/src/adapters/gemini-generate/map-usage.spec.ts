import * as fc from 'fast-check';
import { inputTotal, NO_USAGE, outputTotal } from '../../model/usage';
import { encodeUsage, mapUsage } from './map-usage';

describe('mapUsage', () => {
  it.each<[string, object, object]>([
    [
      'case 47: the cached part is within the prompt',
      { promptTokenCount: 100, cachedContentTokenCount: 60, candidatesTokenCount: 5, totalTokenCount: 105 },
      { input: 40, cacheRead: 60, output: 5 },
    ],
    [
      'case 54: thoughts come on top of the answer',
      { promptTokenCount: 10, candidatesTokenCount: 5, thoughtsTokenCount: 30, totalTokenCount: 45 },
      { input: 10, output: 5, reasoning: 30 },
    ],
    [
      'case 54: thoughts within the answer are seen by the total',
      { promptTokenCount: 10, candidatesTokenCount: 35, thoughtsTokenCount: 30, totalTokenCount: 45 },
      { output: 5, reasoning: 30 },
    ],
    [
      'case 54: images made',
      {
        promptTokenCount: 9,
        candidatesTokenCount: 1300,
        candidatesTokensDetails: [{ modality: 'IMAGE', tokenCount: 1290 }],
      },
      { output: 10, imageOutput: 1290 },
    ],
    [
      'case 54: cached images are counted once',
      {
        promptTokenCount: 300,
        cachedContentTokenCount: 258,
        promptTokensDetails: [
          { modality: 'IMAGE', tokenCount: 258 },
          { modality: 'AUDIO', tokenCount: 32 },
        ],
        cacheTokensDetails: [{ modality: 'IMAGE', tokenCount: 258 }],
      },
      { input: 10, cacheRead: 258, imageInput: 0, audioInput: 32 },
    ],
    [
      'case 55: prompts of hosted tools are input',
      { promptTokenCount: 10, toolUsePromptTokenCount: 20, candidatesTokenCount: 3, totalTokenCount: 33 },
      { input: 30, output: 3 },
    ],
    [
      'case 48: nulls and gaps',
      { promptTokenCount: 10, cachedContentTokenCount: null, totalTokenCount: 14 },
      { input: 10, output: 4 },
    ],
    [
      'more cached than asked',
      { promptTokenCount: 10, cachedContentTokenCount: 20 },
      { input: 0, cacheRead: 10, isClamped: true },
    ],
    [
      'a figure that is none',
      { promptTokenCount: -1, candidatesTokenCount: 2 },
      { input: 0, output: 2, isClamped: true },
    ],
  ])('%s', (_, wire, usage) => {
    expect(mapUsage(wire)).toMatchObject(usage);
  });

  it('case 53: nothing told is undefined', () => {
    expect(mapUsage(undefined)).toBeUndefined();
    expect(mapUsage({ promptTokenCount: 0, trafficType: 'ON_DEMAND' })).toBeUndefined();
  });

  it('case 47: writing and reading again keeps every class but cache writes, which are input', () => {
    const count = fc.nat(1000);
    const classes = {
      input: count,
      cacheRead: count,
      imageInput: count,
      audioInput: count,
      output: count,
      reasoning: count,
      imageOutput: count,
      audioOutput: count,
    };
    fc.assert(
      fc.property(fc.record({ ...classes, cacheWrite5m: count }), (some) => {
        const usage = { ...NO_USAGE, ...some };
        const wire = encodeUsage(usage);
        expect(wire.totalTokenCount).toBe(inputTotal(usage) + outputTotal(usage));
        const again = mapUsage(wire);
        if (wire.totalTokenCount === 0) return;
        expect(again).toMatchObject({ ...some, input: usage.input + usage.cacheWrite5m, cacheWrite5m: 0 });
      }),
      { numRuns: 300, seed: 3 },
    );
  });
});
