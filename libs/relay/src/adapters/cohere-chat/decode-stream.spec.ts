import { collectParts, everyCut, OrderWatch } from '../__fixtures__/upstream-stream';
import { MalformedPayload } from '../codec';
import { decodeAll, readStream } from './__fixtures__/read-fixture';
import { CohereStreamDecoder } from './decode-stream';

const event = (wire: object) => ({ data: JSON.stringify(wire) });
const start = event({ type: 'message-start', id: 'm' });

describe('reading Cohere’s streams', () => {
  it('thinking, then text with its citation, then what is charged', () => {
    expect(decodeAll(readStream('text'))).toEqual([
      { type: 'start', id: '29f14a5a-11de-4cae-9800-25e4747408ea', model: '', createdAt: 0, dialect: 'cohere-chat' },
      { type: 'thinking-start', choice: 0, block: 0 },
      { type: 'thinking-delta', choice: 0, block: 0, text: 'The user asks' },
      { type: 'thinking-end', choice: 0, block: 0 },
      { type: 'text-start', choice: 0, block: 1 },
      { type: 'text-delta', choice: 0, block: 1, text: 'You get gym ' },
      { type: 'text-delta', choice: 0, block: 1, text: 'memberships 天😀' },
      {
        type: 'citation',
        choice: 0,
        block: 1,
        citation: {
          start: 8,
          end: 23,
          title: 'Perks',
          citedText: 'we offer gym memberships',
          opaque: { dialect: 'cohere-chat', value: expect.objectContaining({ text: 'gym memberships' }) as unknown },
        },
      },
      { type: 'text-end', choice: 0, block: 1 },
      { type: 'finish', choice: 0, finish: { unified: 'stop', raw: 'COMPLETE' } },
      { type: 'usage', usage: expect.objectContaining({ input: 11, cacheRead: 0, output: 3 }) as unknown },
      { type: 'end' },
    ]);
  });

  it('the plan is thinking, and parallel calls keep their ids; no arguments are the empty object', () => {
    const events = decodeAll(readStream('tools'));
    const watch = new OrderWatch();
    for (const one of events) watch.push(one);
    expect(collectParts(events)).toEqual([
      { type: 'thinking', text: 'I will look.' },
      {
        type: 'tool-call',
        id: 'get_weather_nsz5zm3w56q3',
        name: 'get_weather',
        kind: 'function',
        input: '{\n    "city": "Köln"}',
      },
      { type: 'tool-call', id: 'get_time_1', name: 'get_time', kind: 'function', input: '{}' },
    ]);
    expect(events).toContainEqual(
      expect.objectContaining({
        usage: expect.objectContaining({ input: 617, cacheRead: 176, output: 61 }) as unknown,
      }),
    );
  });

  it('calls whose pieces alternate come out one after the other', () => {
    const decoder = new CohereStreamDecoder();
    const begin = (index: number) =>
      event({
        type: 'tool-call-start',
        index,
        delta: { message: { tool_calls: { id: `c${index}`, function: { name: 'f' } } } },
      });
    const add = (index: number, text: string) =>
      event({ type: 'tool-call-delta', index, delta: { message: { tool_calls: { function: { arguments: text } } } } });
    const events = [start, begin(0), begin(1), add(1, '{"b"'), add(0, '{"a":1}'), add(1, ':2}')];
    const end = event({ type: 'message-end', delta: { finish_reason: 'TOOL_CALL' } });
    const out = [...events, end].flatMap((one) => decoder.push(one));
    const watch = new OrderWatch();
    for (const one of out) watch.push(one);
    expect(collectParts(out)).toMatchObject([
      { id: 'c0', input: '{"a":1}' },
      { id: 'c1', input: '{"b":2}' },
    ]);
  });

  it.each([
    ['ERROR', 500],
    ['TIMEOUT', 504],
  ])('an answer that ends with %s is an error of status %i', (reason, status) => {
    const decoder = new CohereStreamDecoder();
    decoder.push(start);
    expect(decoder.push(event({ type: 'message-end', delta: { finish_reason: reason } }))).toMatchObject([
      { type: 'error', error: { status } },
    ]);
    expect(decoder.push(start)).toEqual([]);
  });

  it('a stream without its last word is not complete', () => {
    const decoder = new CohereStreamDecoder();
    decoder.push(start);
    expect(decoder.close()).toEqual([]);
  });

  it('a piece of a call that nobody began is malformed', () => {
    const piece = event({
      type: 'tool-call-delta',
      index: 0,
      delta: { message: { tool_calls: { function: { arguments: '1' } } } },
    });
    expect(() => new CohereStreamDecoder().push(piece)).toThrow(MalformedPayload);
  });

  it.each(['text', 'tools', 'error'])('case 29: %s is the same cut at every byte', (name) => {
    const bytes = readStream(name);
    const whole = decodeAll(bytes);
    for (const pieces of everyCut(bytes)) expect(decodeAll(...pieces)).toEqual(whole);
  });
});
