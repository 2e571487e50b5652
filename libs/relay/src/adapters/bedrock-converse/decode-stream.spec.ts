import { collectParts, everyCut, OrderWatch } from '../__fixtures__/upstream-stream';
import { MalformedPayload } from '../codec';
import { decodeAll, readEvents, readStream } from './__fixtures__/read-fixture';
import { ConverseStreamDecoder } from './decode-stream';

const event = (name: string, wire: object) => ({ event: name, data: JSON.stringify(wire) });
const DIALECT = 'bedrock-converse';

describe('reading ConverseStream', () => {
  it('thinking with its proof, hidden thinking, text that nobody began, figures at the end', () => {
    expect(decodeAll(readStream('thinking'))).toEqual([
      { type: 'start', id: '', model: '', createdAt: 0, dialect: DIALECT },
      { type: 'thinking-start', choice: 0, block: 0 },
      { type: 'thinking-delta', choice: 0, block: 0, text: 'Let me ' },
      { type: 'thinking-delta', choice: 0, block: 0, text: 'see.' },
      { type: 'thinking-signature', choice: 0, block: 0, signature: { dialect: DIALECT, value: 'RXJzaWc=' } },
      { type: 'thinking-end', choice: 0, block: 0 },
      { type: 'redacted-thinking', choice: 0, block: 1, signature: { dialect: DIALECT, value: 'c2VjcmV0' } },
      { type: 'text-start', choice: 0, block: 2 },
      { type: 'text-delta', choice: 0, block: 2, text: 'Hello ' },
      { type: 'text-delta', choice: 0, block: 2, text: '天😀' },
      { type: 'text-end', choice: 0, block: 2 },
      { type: 'finish', choice: 0, finish: { unified: 'stop', raw: 'end_turn' } },
      {
        type: 'usage',
        usage: expect.objectContaining({
          input: 9,
          cacheRead: 2,
          cacheWrite5m: 1,
          cacheWrite1h: 2,
          output: 40,
        }) as unknown,
      },
      { type: 'end' },
    ]);
  });

  it('parallel calls keep their ids; no input is the empty object', () => {
    const events = decodeAll(readStream('tools'));
    expect(collectParts(events)).toEqual([
      { type: 'text', text: 'I look.' },
      { type: 'tool-call', id: 'tooluse_a', name: 'get_weather', kind: 'function', input: '{"city": "Köln"}' },
      { type: 'tool-call', id: 'tooluse_b', name: 'get_time', kind: 'function', input: '{}' },
    ]);
    expect(events).toContainEqual({ type: 'finish', choice: 0, finish: { unified: 'tool-calls', raw: 'tool_use' } });
  });

  it('citations, pictures and tools of the upstream', () => {
    const events = decodeAll(readStream('cited'));
    const watch = new OrderWatch();
    for (const one of events) watch.push(one);
    expect(collectParts(events)).toEqual([
      {
        type: 'opaque',
        opaque: {
          dialect: DIALECT,
          value: expect.objectContaining({ deltas: [{ toolUse: { input: '{}' } }] }) as unknown,
        },
      },
      {
        type: 'text',
        text: 'Grass is green.',
        citations: [
          expect.objectContaining({
            title: 'My Document',
            url: 'https://a.example/g',
            citedText: 'The grass is green.',
          }),
        ],
      },
      { type: 'image', source: { kind: 'base64', mediaType: 'image/png', data: 'iVBORw==' } },
    ]);
    expect(events.find(({ type }) => type === 'finish')).toMatchObject({
      finish: { unified: 'stop-sequence', stopSequence: 'END' },
    });
  });

  it('an exception is the end, with the status it stands for', () => {
    expect(decodeAll(readStream('exception')).at(-1)).toEqual({
      type: 'error',
      error: {
        status: 429,
        raw: 'throttlingException: {"message":"Too many tokens, please wait before trying again."}',
      },
    });
  });

  it.each([
    ['validationException', {}, 400],
    ['modelTimeoutException', {}, 408],
    ['modelStreamErrorException', {}, 424],
    ['modelStreamErrorException', { originalStatusCode: 503 }, 503],
    ['modelStreamErrorException', { originalStatusCode: 'x' }, 424],
    ['internalServerException', {}, 500],
    ['serviceUnavailableException', {}, 503],
    ['nextYearsException', {}, 500],
    ['error', { code: 'InternalFailure' }, 500],
  ])('%s %j stands for %i', (name, wire, status) => {
    expect(new ConverseStreamDecoder().push(event(name, wire))).toMatchObject([{ type: 'error', error: { status } }]);
    expect(new ConverseStreamDecoder().push({ event: name, data: 'no JSON' })).toMatchObject([{ type: 'error' }]);
  });

  it('is complete when only the figures are missing, and not before the reason', () => {
    const events = readEvents('tools');
    const read = (count: number) => {
      const decoder = new ConverseStreamDecoder();
      return [...events.slice(0, count).flatMap((one) => decoder.push(one)), ...decoder.close()].at(-1)?.type;
    };
    expect(read(events.length - 1)).toBe('end');
    expect(read(events.length - 2)).toBe('tool-input-end');
  });

  it('figures that come before the reason do not end the answer', () => {
    const decoder = new ConverseStreamDecoder();
    const script = [
      event('messageStart', {}),
      event('metadata', { usage: { inputTokens: 1, outputTokens: 2 } }),
      event('contentBlockDelta', { contentBlockIndex: 0, delta: { text: 'a' } }),
      event('messageStop', { stopReason: 'max_tokens' }),
    ];
    const types = [...script.flatMap((one) => decoder.push(one)), ...decoder.close()].map(({ type }) => type);
    expect(types).toEqual(['start', 'usage', 'text-start', 'text-delta', 'text-end', 'finish', 'end']);
  });

  it('hidden thinking in pieces is joined as bytes', () => {
    const decoder = new ConverseStreamDecoder();
    const piece = (redactedContent: string) =>
      event('contentBlockDelta', { contentBlockIndex: 0, delta: { reasoningContent: { redactedContent } } });
    decoder.push(piece(Buffer.from('a').toString('base64')));
    decoder.push(piece(Buffer.from('bc').toString('base64')));
    expect(decoder.push(event('contentBlockStop', { contentBlockIndex: 0 }))).toMatchObject([
      { signature: { value: Buffer.from('abc').toString('base64') } },
    ]);
  });

  it.each([
    [
      'a piece of a call that nobody began',
      'contentBlockDelta',
      { contentBlockIndex: 0, delta: { toolUse: { input: '{' } } },
    ],
    ['a call without a name', 'contentBlockStart', { contentBlockIndex: 0, start: { toolUse: { toolUseId: 'a' } } }],
    ['a number that is none', 'contentBlockDelta', { contentBlockIndex: -1, delta: { text: 'a' } }],
    ['an end before the beginning', 'messageStop', { stopReason: 'end_turn' }],
  ])('%s is malformed', (_, name, wire) => {
    expect(() => new ConverseStreamDecoder().push(event(name, wire))).toThrow(MalformedPayload);
  });

  it.each(['thinking', 'tools', 'exception', 'cited'])('case 29: %s is the same cut at every byte', (name) => {
    const bytes = readStream(name);
    const whole = decodeAll(bytes);
    for (const pieces of everyCut(bytes)) expect(decodeAll(...pieces)).toEqual(whole);
  });
});
