import fc from 'fast-check';
import { expectOnly, mutate, mutateAll, mutation, mutations } from '../__fixtures__/mutations';
import { OrderWatch } from '../__fixtures__/upstream-stream';
import { MalformedPayload } from '../codec';
import { readAnswer, readStream } from './__fixtures__/read-fixture';
import { decodeResponse } from './decode-response';
import { OllamaStreamDecoder } from './decode-stream';

describe('whatever comes from Ollama', () => {
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
    const lines = ['text', 'tools', 'error'].flatMap((name) => readStream(name).toString().trim().split('\n'));
    const step = fc.record({ line: fc.nat(lines.length - 1), mutation: fc.option(mutation, { freq: 3 }) });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 12 }), (script) => {
        const decoder = new OllamaStreamDecoder();
        const watch = new OrderWatch();
        expectOnly(MalformedPayload, () => {
          for (const { line, mutation: one } of script) {
            const parsed: unknown = JSON.parse(lines[line]!);
            const data = JSON.stringify(one === null ? parsed : mutate(parsed, one));
            for (const event of decoder.push({ data })) watch.push(event);
          }
          for (const event of decoder.close()) watch.push(event);
        });
      }),
      { numRuns: 10_000, seed: 42 },
    );
  });

  it('what is no JSON is malformed, and so is input that is nested without end', () => {
    expect(() => new OllamaStreamDecoder().push({ data: '{"message":' })).toThrow(MalformedPayload);
    let deep: unknown = 1;
    for (let depth = 0; depth < 50_000; depth++) deep = { a: deep };
    const message = { tool_calls: [{ function: { name: 'f', arguments: deep } }] };
    expect(() => decodeResponse({ message })).toThrow(MalformedPayload);
  });
});
