import fc from 'fast-check';
import { expectOnly, mutate, mutateAll, mutation, mutations } from '../__fixtures__/mutations';
import { OrderWatch } from '../__fixtures__/upstream-stream';
import { MalformedPayload } from '../codec';
import { decodeAll, readAnswer, readEvents, readStream } from './__fixtures__/read-fixture';
import { decodeResponse } from './decode-response';
import { ConverseStreamDecoder } from './decode-stream';

const NAMES = ['thinking', 'tools', 'exception', 'cited'];

describe('whatever comes from Converse', () => {
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
    const events = NAMES.flatMap(readEvents);
    const step = fc.record({ at: fc.nat(events.length - 1), mutation: fc.option(mutation, { freq: 3 }) });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 20 }), (script) => {
        const decoder = new ConverseStreamDecoder();
        const watch = new OrderWatch();
        expectOnly(MalformedPayload, () => {
          for (const { at, mutation: one } of script) {
            const { event, data } = events[at]!;
            const parsed: unknown = JSON.parse(data);
            const changed = JSON.stringify(one === null ? parsed : mutate(parsed, one));
            for (const told of decoder.push({ event: event!, data: changed })) watch.push(told);
          }
          for (const told of decoder.close()) watch.push(told);
        });
      }),
      { numRuns: 10_000, seed: 42 },
    );
  });

  it('2 000 streams with changed bytes are malformed', () => {
    const streams = NAMES.map(readStream);
    fc.assert(
      fc.property(fc.nat(), fc.nat(), fc.integer({ min: 1, max: 255 }), (which, where, change) => {
        const bytes = Buffer.from(streams[which % streams.length]!);
        bytes[where % bytes.length]! ^= change;
        expect(() => decodeAll(bytes)).toThrow(MalformedPayload);
      }),
      { numRuns: 2_000, seed: 42 },
    );
  });

  it('what is no JSON is malformed, and so is input that is nested without end', () => {
    expect(() => new ConverseStreamDecoder().push({ event: 'messageStart', data: '{' })).toThrow(MalformedPayload);
    let deep: unknown = 1;
    for (let depth = 0; depth < 50_000; depth++) deep = { a: deep };
    const content = [{ toolUse: { toolUseId: 'a', name: 'f', input: deep } }];
    expect(() => decodeResponse({ output: { message: { content } } })).toThrow(MalformedPayload);
  });
});
