import { AppError } from '@app/kernel';
import type { Dialect, Signature } from '../model/dialect';
import { DIALECTS, SAMPLES } from './__fixtures__/dialect-samples';
import { mutateRandomly, pick, repeat } from './__fixtures__/random-mutations';
import { nativeDialect } from './native-dialect';

const RUNS = 10_000;
const MODELS: Readonly<Record<Dialect, string>> = {
  'openai-chat': 'gpt-4.1',
  'openai-responses': 'gpt-5.1',
  'anthropic-messages': 'claude-opus-4-6',
  'gemini-generate': 'gemini-3-pro-preview',
};

describe('10 000 mutated requests of each dialect, converted to any dialect', () => {
  it.each(DIALECTS)('case 19, 68: %s is written for the upstream, or is the caller’s fault', (dialect) => {
    const { codec } = nativeDialect(dialect);
    const written = repeat(RUNS, (draw) => {
      const body = mutateRandomly(JSON.parse(pick(SAMPLES[dialect].requests, draw)), draw);
      const to = pick(DIALECTS, draw);
      const target = {
        ...{ model: MODELS[to], defaultMaxTokens: 4096 },
        acceptsSignature: (signature: Signature) => signature.dialect === to,
      };
      try {
        const request = codec.decodeRequest(body, { model: 'm' });
        const { value, losses } = nativeDialect(to).codec.encodeRequest(request, target);
        JSON.stringify(value);
        if (losses.some(({ field }) => field === '')) throw new Error('A loss without a field');
        return true;
      } catch (error) {
        if (!(error instanceof AppError) || error.status !== 400 || !error.param) throw error;
        return false;
      }
    });
    expect(written).toBeGreaterThan(RUNS / 20);
    expect(written).toBeLessThan(RUNS);
  });
});
