import type { StreamEvent } from '../../model/stream-event';
import { NO_USAGE } from '../../model/usage';
import { MalformedPayload } from '../codec';
import { createStreamEncoder } from './encode-stream';
import { createStreamDecoder } from './decode-stream';
import { ANSWER, decodeAll, encodeAll, readChunks } from './__fixtures__/read-fixture';

const START: StreamEvent = { type: 'start', id: 'm1', model: 'claude', createdAt: 1, dialect: 'anthropic-messages' };

function types(events: readonly StreamEvent[]): string[] {
  return events.map((event) => event.type);
}

function bodies(events: readonly StreamEvent[]): Record<string, unknown>[] {
  return encodeAll(events).map((event) => JSON.parse(event.data) as Record<string, unknown>);
}

describe('stream decoder', () => {
  it('case 33, 37: thinking, text and the signature of the text', () => {
    const events = decodeAll(readChunks('text'));
    expect(types(events)).toEqual([
      'start',
      ...['usage', 'thinking-start', 'thinking-delta'],
      ...['usage', 'thinking-end', 'text-start', 'text-delta'],
      ...['usage', 'text-delta'],
      ...['text-end', 'thinking-start', 'thinking-signature', 'thinking-end'],
      ...['finish', 'end'],
    ]);
    expect(events.findLast((event) => event.type === 'usage')).toMatchObject({
      usage: { input: 12, output: 5, reasoning: 28 },
    });
  });

  it('case 1, 3, 20, 37: parallel calls come whole, with ids of their own, and end as calls', () => {
    const events = decodeAll(readChunks('tool-call'));
    const starts = events.filter((event) => event.type === 'tool-input-start');
    expect(starts).toMatchObject([
      { block: 0, id: 'call_a1B2-c3_D4_0_0', name: 'get_weather', signature: { value: 'CiQBjz1rX0Qd' } },
      { block: 1, id: 'call_a1B2-c3_D4_0_1', name: 'get_weather' },
      { block: 2, id: 'fc-7', name: 'get_time' },
    ]);
    const inputs = events.flatMap((event) => (event.type === 'tool-input-delta' ? [event.text] : []));
    expect(inputs).toEqual(['{"city":"Paris"}', '{"city":"London"}', '{}']);
    expect(events.at(-2)).toMatchObject({ type: 'finish', finish: { unified: 'tool-calls', raw: 'STOP' } });
  });

  it('case 21, 25: a reason on every event is told once, at the end', () => {
    const events = decodeAll(readChunks('finish-on-each'));
    expect(types(events).filter((type) => type === 'finish' || type === 'end')).toEqual(['finish', 'end']);
    expect(events.filter((event) => event.type === 'text-delta')).toHaveLength(2);
  });

  it('case 24: events without candidates do not disturb', () => {
    const [first = '', ...others] = readChunks('tool-call');
    const events = decodeAll(['{"usageMetadata":{"promptTokenCount":1}}', first, '{}', ...others]);
    expect(types(events).slice(0, 2)).toEqual(['start', 'usage']);
    expect(events.at(-1)).toEqual({ type: 'end' });
  });

  it('case 26: a stream without a reason has no end', () => {
    const events = decodeAll(readChunks('cut-midway'));
    expect(types(events)).not.toContain('finish');
    expect(types(events)).not.toContain('end');
  });

  it('case 27: an error within the stream ends it', () => {
    const error = '{"error":{"code":503,"message":"overloaded","status":"UNAVAILABLE"}}';
    const events = decodeAll([...readChunks('cut-midway'), error, ...readChunks('text')]);
    expect(events.at(-1)).toEqual({ type: 'error', error: { status: 503, raw: error } });
  });

  it('case 22: a blocked prompt is an end of its own', () => {
    expect(decodeAll(readChunks('blocked'))).toMatchObject([
      { type: 'start' },
      { type: 'usage' },
      { type: 'finish', finish: { unified: 'content-filter', raw: 'PROHIBITED_CONTENT' } },
      { type: 'end' },
    ]);
  });

  it('case 50: repeated figures replace each other', () => {
    const usages = decodeAll(readChunks('tool-call')).filter((event) => event.type === 'usage');
    expect(usages.map((event) => event.usage.output)).toEqual([14, 30]);
  });

  it('case 55, 64: sources and searches, with places in UTF-16', () => {
    const events = decodeAll(readChunks('grounded'));
    expect(events.find((event) => event.type === 'citation')).toMatchObject({
      citation: { url: 'https://example.org/a', start: 7, end: 11, citedText: 'won.' },
    });
    expect(events.at(-2)).toMatchObject({ type: 'usage', usage: { input: 29, toolCalls: { web_search: 2 } } });
  });

  it('says where an event is malformed', () => {
    expect(() => createStreamDecoder().push({ data: 'x' })).toThrow(MalformedPayload);
    expect(() => createStreamDecoder().push({ data: '{"candidates":[{"content":{"parts":[1]}}]}' })).toThrow(
      'candidates[0].content.parts[0]',
    );
  });
});

describe('stream encoder', () => {
  it('case 2, 21, 25: interleaved arguments become whole calls, the reason comes once with the usage', () => {
    const events: StreamEvent[] = [
      START,
      { type: 'tool-input-start', choice: 0, block: 0, id: 'a', name: 'f', kind: 'function' },
      { type: 'tool-input-start', choice: 0, block: 1, id: 'b', name: 'g', kind: 'function' },
      { type: 'tool-input-delta', choice: 0, block: 1, text: '{"y":' },
      { type: 'tool-input-delta', choice: 0, block: 0, text: '{"x":1}' },
      { type: 'tool-input-delta', choice: 0, block: 1, text: '2}' },
      { type: 'tool-input-end', choice: 0, block: 0 },
      { type: 'tool-input-end', choice: 0, block: 1 },
      { type: 'finish', choice: 0, finish: { unified: 'tool-calls', raw: 'tool_use' } },
      { type: 'usage', usage: { ...NO_USAGE, input: 3, cacheRead: 4, output: 2 } },
      { type: 'end' },
    ];
    const chunk = (part: unknown): object => ({
      candidates: [{ content: { parts: [part], role: 'model' }, index: 0 }],
      modelVersion: 'asked-for',
      responseId: 'm1',
    });
    expect(bodies(events)).toEqual([
      chunk({ functionCall: { id: 'a', name: 'f', args: { x: 1 } } }),
      chunk({ functionCall: { id: 'b', name: 'g', args: { y: 2 } } }),
      {
        candidates: [{ content: { parts: [{ text: '' }], role: 'model' }, finishReason: 'STOP', index: 0 }],
        usageMetadata: { promptTokenCount: 7, candidatesTokenCount: 2, totalTokenCount: 9, cachedContentTokenCount: 4 },
        modelVersion: 'asked-for',
        responseId: 'm1',
      },
    ]);
  });

  it('case 31, 32: foreign and hidden thinking comes back from the client as it was', () => {
    const foreign = { dialect: 'anthropic-messages', value: 'sig' } as const;
    const hidden = { dialect: 'anthropic-messages', value: 'hid' } as const;
    const events: StreamEvent[] = [
      START,
      { type: 'thinking-start', choice: 0, block: 0 },
      { type: 'thinking-signature', choice: 0, block: 0, signature: foreign },
      { type: 'thinking-end', choice: 0, block: 0 },
      { type: 'redacted-thinking', choice: 0, block: 1, signature: hidden },
      { type: 'finish', choice: 0, finish: { unified: 'stop' } },
      { type: 'end' },
    ];
    const again = decodeAll(encodeAll(events).map(({ data }) => data));
    expect(again.find((event) => event.type === 'thinking-signature')).toMatchObject({ signature: foreign });
    expect(again.find((event) => event.type === 'redacted-thinking')).toMatchObject({ signature: hidden });
  });

  it('case 37: a signed file comes out signed', () => {
    const part = { inlineData: { mimeType: 'image/png', data: 'AA==' }, thoughtSignature: 'AbCd' };
    const events = decodeAll([JSON.stringify({ candidates: [{ content: { parts: [part] }, finishReason: 'STOP' }] })]);
    expect(events[1]).toMatchObject({ type: 'media', kind: 'image', signature: { value: 'AbCd' } });
    expect(bodies(events)[0]).toMatchObject({ candidates: [{ content: { parts: [part] } }] });
  });

  it('case 66: what only another dialect understands of an end is lost, once', () => {
    const encoder = createStreamEncoder(ANSWER);
    const rest = { dialect: 'anthropic-messages', fields: { 'delta.container': {} } } as const;
    const finish: StreamEvent = { type: 'finish', choice: 0, finish: { unified: 'stop' }, rest };
    [START, finish, finish].forEach((event) => encoder.push(event));
    expect(encoder.losses.map(({ field }) => field)).toEqual(['choices[0].delta.container']);
  });

  it('figures that are known are in every chunk, as clients need them that add up differences', () => {
    const figures = (output: number): StreamEvent => ({ type: 'usage', usage: { ...NO_USAGE, input: 7, output } });
    const text: StreamEvent = { type: 'text-delta', choice: 0, block: 0, text: 'a' };
    const finish: StreamEvent = { type: 'finish', choice: 0, finish: { unified: 'stop' } };
    const chunks = bodies([START, text, figures(1), text, text, figures(3), finish, { type: 'end' }]);
    const outputs = chunks.map((chunk) => (chunk['usageMetadata'] as Record<string, number>)?.['candidatesTokenCount']);
    expect(outputs).toEqual([undefined, 1, 1, 3]);
  });

  it('case 26: a broken stream gets no last chunk, and nothing follows an error', () => {
    const events: StreamEvent[] = [
      START,
      { type: 'text-start', choice: 0, block: 0 },
      { type: 'text-delta', choice: 0, block: 0, text: 'a' },
      { type: 'error', error: { status: 500, raw: 'secret' } },
      { type: 'end' },
    ];
    expect(bodies(events)).toHaveLength(1);
  });

  it('case 64: citations of others become grounding; what has no place is told once', () => {
    const encoder = createStreamEncoder(ANSWER);
    const opaque = { dialect: 'anthropic-messages', value: {} } as const;
    const written = (
      [
        START,
        { type: 'text-start', choice: 0, block: 0 },
        { type: 'text-delta', choice: 0, block: 0, text: 'Zürich' },
        { type: 'citation', choice: 0, block: 0, citation: { url: 'https://e.org', title: 'E', start: 0, end: 6 } },
        { type: 'text-end', choice: 0, block: 0 },
        { type: 'opaque', choice: 0, block: 1, opaque },
        { type: 'opaque', choice: 0, block: 1, opaque },
        { type: 'finish', choice: 0, finish: { unified: 'stop' } },
        { type: 'end' },
      ] as StreamEvent[]
    ).flatMap((event) => encoder.push(event));
    expect(written.at(-1)?.data).toContain(
      '"groundingSupports":[{"segment":{"startIndex":0,"endIndex":7},"groundingChunkIndices":[0]}]',
    );
    expect(encoder.losses).toHaveLength(1);
  });
});
