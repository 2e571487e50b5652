import fc from 'fast-check';
import { SseDecoder } from '../../transport/sse-decoder';
import { expectOnly, mutate, mutateAll, mutation, mutations } from '../__fixtures__/mutations';
import { OrderWatch } from '../__fixtures__/upstream-stream';
import { MalformedPayload } from '../codec';
import { readAnswer, readStream } from './__fixtures__/read-fixture';
import { decodeResponse } from './decode-response';
import { CohereStreamDecoder } from './decode-stream';

describe('whatever comes from Cohere', () => {
  it('10 000 mutated answers are read, or are malformed', () => {
    const body = readAnswer();
    fc.assert(
      fc.property(mutations, (list) => {
        const mutated = mutateAll(body, list);
        expectOnly(MalformedPayload, () => decodeResponse(mutated));
      }),
      { numRuns: 10_000, seed: 42 },
    );
  });

  it('10 000 mutated streams keep the promised order, or are malformed', () => {
    const events = ['text', 'tools', 'error']
      .flatMap((name) => new SseDecoder().feed(readStream(name)))
      .filter(({ data }) => data !== '[DONE]');
    const step = fc.record({ at: fc.nat(events.length - 1), mutation: fc.option(mutation, { freq: 3 }) });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 20 }), (script) => {
        const decoder = new CohereStreamDecoder();
        const watch = new OrderWatch();
        expectOnly(MalformedPayload, () => {
          for (const { at, mutation: one } of script) {
            const { event, data } = events[at]!;
            const parsed: unknown = JSON.parse(data);
            const changed = JSON.stringify(one === null ? parsed : mutate(parsed, one));
            const wire = event === undefined ? { data: changed } : { event, data: changed };
            for (const told of decoder.push(wire)) watch.push(told);
          }
          for (const told of decoder.close()) watch.push(told);
        });
      }),
      { numRuns: 10_000, seed: 42 },
    );
  });

  it('what is no JSON is malformed', () => {
    expect(() => new CohereStreamDecoder().push({ data: '{"type":' })).toThrow(MalformedPayload);
    expect(() => new CohereStreamDecoder().push({ data: '[]' })).toThrow(MalformedPayload);
  });
});
