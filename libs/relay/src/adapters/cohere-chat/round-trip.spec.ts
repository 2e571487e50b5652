import fc from 'fast-check';
import { ask, says } from '../__fixtures__/every-capability';
import { collectParts } from '../__fixtures__/upstream-stream';
import { TARGET, decodeAll } from './__fixtures__/read-fixture';
import { decodeResponse } from './decode-response';
import { encodeRequest } from './encode-request';

const RUNS = { numRuns: 400, seed: 20_261 };
const word = fc.stringMatching(/^[a-z][a-z0-9_]{0,8}$/);
const said = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 12 });
const json = fc.dictionary(word, fc.jsonValue({ maxDepth: 2 }), { maxKeys: 3 }).map((value) => JSON.stringify(value));

const message = fc
  .record({
    plan: fc.option(said, { nil: undefined }),
    thinking: fc.option(said, { nil: undefined }),
    text: fc.option(said, { nil: undefined }),
    calls: fc.array(fc.tuple(word, json), { minLength: 1, maxLength: 3 }),
  })
  .map(({ plan, thinking, text, calls }) => {
    const content = [
      ...(thinking === undefined ? [] : [{ type: 'thinking', thinking }]),
      ...(text === undefined ? [] : [{ type: 'text', text }]),
    ];
    return {
      role: 'assistant',
      ...(plan !== undefined && { tool_plan: plan }),
      ...(content.length > 0 && { content }),
      tool_calls: calls.map(([name, input], index) => ({
        id: `call_${index}`,
        type: 'function',
        function: { name, arguments: input },
      })),
    };
  });

type Message = typeof message extends fc.Arbitrary<infer T> ? T : never;

describe('an answer of Cohere', () => {
  it('goes back as the history it was', () => {
    fc.assert(
      fc.property(message, (wire) => {
        const response = decodeResponse({ id: 'i', message: wire, finish_reason: 'TOOL_CALL' });
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
        const whole = decodeResponse({ id: 'i', message: wire, finish_reason: 'TOOL_CALL' });
        const events = decodeAll(Buffer.from(streamOf(wire)));
        // How the plan was told is not carried through a stream.
        const parts = whole.choices[0]!.parts.map((part) =>
          part.type === 'thinking' ? { type: part.type, text: part.text } : part,
        );
        expect(collectParts(events)).toEqual(parts);
        expect(events.find(({ type }) => type === 'finish')).toMatchObject({ finish: whole.choices[0]!.finish });
      }),
      RUNS,
    );
  });
});

function streamOf(wire: Message): string {
  const events: object[] = [{ type: 'message-start', id: 'i' }];
  const add = (type: string, index: number, said: object) => events.push({ type, index, delta: { message: said } });
  for (const piece of wire.tool_plan ?? '') add('tool-plan-delta', 0, { tool_plan: piece });
  (wire.content ?? []).forEach((item, index) => {
    add('content-start', index, { content: { type: item.type, [item.type]: '' } });
    for (const piece of (item.type === 'text' ? item.text : item.thinking) ?? '')
      add('content-delta', index, { content: { [item.type]: piece } });
    events.push({ type: 'content-end', index });
  });
  wire.tool_calls.forEach((call, index) => {
    add('tool-call-start', index, { tool_calls: { ...call, function: { name: call.function.name, arguments: '' } } });
    for (const piece of call.function.arguments)
      add('tool-call-delta', index, { tool_calls: { function: { arguments: piece } } });
    events.push({ type: 'tool-call-end', index });
  });
  events.push({ type: 'message-end', delta: { finish_reason: 'TOOL_CALL' } });
  return events.map((event) => `data: ${JSON.stringify(event)}\n\n`).join('');
}
