import fc from 'fast-check';
import { ask, says } from '../__fixtures__/every-capability';
import { collectParts } from '../__fixtures__/upstream-stream';
import { TARGET, decodeAll } from './__fixtures__/read-fixture';
import { decodeResponse } from './decode-response';
import { encodeRequest } from './encode-request';

const RUNS = { numRuns: 400, seed: 20_261 };
const word = fc.stringMatching(/^[a-z][a-z0-9_]{0,8}$/);
const said = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 });
const json = fc.dictionary(word, fc.jsonValue({ maxDepth: 2 }), { maxKeys: 3 });

const message = fc
  .record({
    thinking: fc.option(said, { nil: undefined }),
    content: said,
    calls: fc.array(fc.tuple(word, json), { maxLength: 3 }),
  })
  .map(({ thinking, content, calls }) => {
    const toolCalls = calls.map(([name, input], index) => ({
      id: `call_${index}`,
      type: 'function',
      function: { index, name, arguments: JSON.parse(JSON.stringify(input)) as object },
    }));
    return {
      role: 'assistant',
      content,
      ...(thinking !== undefined && { thinking }),
      ...(calls.length > 0 && { tool_calls: toolCalls }),
    };
  });

describe('an answer of Ollama', () => {
  it('goes back as the history it was', () => {
    fc.assert(
      fc.property(message, (wire) => {
        const response = decodeResponse({ model: 'm', message: wire, done: true, done_reason: 'stop' });
        const { value, losses } = encodeRequest(
          ask({ messages: [says('assistant', ...response.choices[0]!.parts)] }),
          TARGET,
        );
        expect(value['messages']).toEqual([wire]);
        expect(losses).toEqual([]);
      }),
      RUNS,
    );
  });

  it('says the same in a stream as in one piece', () => {
    fc.assert(
      fc.property(message, (wire) => {
        const whole = decodeResponse({ model: 'm', message: wire, done: true, done_reason: 'stop' });
        const { thinking, content, ...calls } = wire;
        const lines = [
          ...(thinking === undefined ? [] : [...thinking].map((piece) => ({ content: '', thinking: piece }))),
          ...[...content].map((piece) => ({ content: piece })),
          calls,
        ].map((piece) => JSON.stringify({ model: 'm', message: piece, done: false }));
        const last = JSON.stringify({ model: 'm', done: true, done_reason: 'stop' });
        const events = decodeAll(Buffer.from([...lines, last].join('\n')));
        expect(collectParts(events)).toEqual(whole.choices[0]!.parts);
        expect(events.find(({ type }) => type === 'finish')).toMatchObject({ finish: whole.choices[0]!.finish });
      }),
      RUNS,
    );
  });
});
