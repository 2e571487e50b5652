import { AppError } from '@app/kernel';
import * as fc from 'fast-check';
import { MalformedPayload } from '../codec';
import { decodeRequest } from './decode-request';
import { decodeResponse } from './decode-response';
import { encodeRequest } from './encode-request';
import { encodeResponse } from './encode-response';
import { ANSWER, decodeAll, encodeAll, readChunks, TARGET } from './__fixtures__/read-fixture';
import { anyAnswer, anyRequest } from './__fixtures__/arbitraries';

const RUNS = { numRuns: 2000, seed: 7 };
const JUNK = [null, true, -1, 1e300, '', 'x', [], {}, [[]], { a: 1 }, [null], { parts: 1 }, { type: {} }, '__proto__'];

describe('mutated input', () => {
  it('case 19, 68: a request gives a request or a 400 with a path', () => {
    fc.assert(
      fc.property(anyRequest, fc.nat(), fc.nat(), (body, place, junk) => {
        try {
          const request = decodeRequest(mutate(body, place, JUNK[junk % JUNK.length]), { model: 'm' });
          encodeRequest(request, TARGET);
          encodeRequest({ ...request, dialect: 'openai-chat' }, TARGET);
        } catch (error) {
          expect(error).toBeInstanceOf(AppError);
          expect(error).toMatchObject({ status: 400, param: expect.any(String) as unknown });
        }
      }),
      RUNS,
    );
  });

  it('an answer gives an answer or MalformedPayload', () => {
    fc.assert(
      fc.property(anyAnswer, fc.nat(), fc.nat(), (body, place, junk) => {
        try {
          const response = decodeResponse(mutate(body, place, JUNK[junk % JUNK.length]));
          encodeResponse(response, ANSWER);
          encodeResponse({ ...response, dialect: 'openai-chat' }, ANSWER);
        } catch (error) {
          expect(error).toBeInstanceOf(MalformedPayload);
        }
      }),
      RUNS,
    );
  });

  it('a stream gives events or MalformedPayload', () => {
    const chunks = ['text', 'tool-call', 'grounded', 'blocked', 'code-and-image'].flatMap(readChunks);
    fc.assert(
      fc.property(fc.nat(), fc.nat(), fc.nat(), (which, place, junk) => {
        const body: unknown = JSON.parse(chunks[which % chunks.length] ?? '');
        const data = JSON.stringify(mutate(body, place, JUNK[junk % JUNK.length]));
        for (const text of [data, data.slice(0, place % data.length)]) {
          try {
            encodeAll(decodeAll([text]));
          } catch (error) {
            expect(error).toBeInstanceOf(MalformedPayload);
          }
        }
      }),
      RUNS,
    );
  });

  it('nesting deeper than the stack is refused in requests, answers and streams', () => {
    let deep: unknown = 1;
    for (let depth = 0; depth < 50_000; depth += 1) deep = { a: deep };
    const contents = [{ role: 'model', parts: [{ functionCall: { name: 'f', args: { deep } } }] }];
    expect(() => decodeRequest({ contents }, { model: 'm' })).toThrow(AppError);
    const tools = [{ functionDeclarations: [{ name: 'f', parameters: { deep } }] }];
    expect(() => decodeRequest({ contents: [], tools }, { model: 'm' })).toThrow(AppError);
    expect(() => decodeResponse({ candidates: [{ content: contents[0] }] })).toThrow(MalformedPayload);
    const text = `{"candidates":[],"a":${'{"a":'.repeat(3000)}1${'}'.repeat(3000)}}`;
    expect(() => decodeAll([text])).toThrow(MalformedPayload);
  });
});

/** The body with the value at one place changed. */
function mutate(body: unknown, place: number, junk: unknown): unknown {
  const copy: unknown = structuredClone(body);
  const holders: [Record<string, unknown>, string][] = [];
  const visit = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return;
    for (const name of Object.keys(value)) {
      holders.push([value as Record<string, unknown>, name]);
      visit((value as Record<string, unknown>)[name]);
    }
  };
  visit(copy);
  const holder = holders[place % (holders.length + 1)];
  if (holder === undefined) return junk;
  holder[0][holder[1]] = junk;
  return copy;
}
