import type { Dialect } from '../model/dialect';
import { ANSWER, DIALECTS, SAMPLES } from './__fixtures__/dialect-samples';
import { mutateRandomly, pick, repeat } from './__fixtures__/random-mutations';
import { MalformedPayload } from './codec';
import { nativeDialect } from './native-dialect';
import { restoreTools } from './restore-tools';
import { ToolNames } from './tool-names';

const RUNS = 10_000;

describe('10 000 mutated answers of each dialect, converted to any dialect', () => {
  it.each(DIALECTS)('%s is written for the caller, or is malformed', (dialect: Dialect) => {
    const { codec } = nativeDialect(dialect);
    const written = repeat(RUNS, (draw) => {
      const body = mutateRandomly(JSON.parse(pick(SAMPLES[dialect].answers, draw)), draw);
      try {
        const names = new ToolNames({ forbidden: /[^a-z_]/, longest: 64 });
        const response = restoreTools(codec.decodeResponse(body), names);
        JSON.stringify(nativeDialect(pick(DIALECTS, draw)).codec.encodeResponse(response, ANSWER).value);
        return true;
      } catch (error) {
        if (!(error instanceof MalformedPayload)) throw error;
        return false;
      }
    });
    expect(written).toBeGreaterThan(RUNS / 20);
    expect(written).toBeLessThan(RUNS);
  });
});
