import { collectParts, everyCut, OrderWatch } from '../__fixtures__/upstream-stream';
import { decodeAll, readStream } from './__fixtures__/read-fixture';
import { OllamaStreamDecoder } from './decode-stream';

const line = (wire: object) => ({ data: JSON.stringify(wire) });

describe('reading Ollama’s streams', () => {
  it('text comes as it is made, figures with the last line', () => {
    expect(decodeAll(readStream('text'))).toEqual([
      { type: 'start', id: '', model: 'llama3.2', createdAt: 1_691_164_339, dialect: 'ollama-chat' },
      { type: 'text-start', choice: 0, block: 0 },
      { type: 'text-delta', choice: 0, block: 0, text: 'The ' },
      { type: 'text-delta', choice: 0, block: 0, text: 'sky 天😀' },
      { type: 'text-end', choice: 0, block: 0 },
      { type: 'finish', choice: 0, finish: { unified: 'stop', raw: 'stop' } },
      { type: 'usage', usage: expect.objectContaining({ input: 26, output: 282 }) as unknown },
      { type: 'end' },
    ]);
  });

  it('thinking and parallel calls are blocks of their own; a call without an id gets one', () => {
    const events = decodeAll(readStream('tools'));
    const watch = new OrderWatch();
    for (const event of events) watch.push(event);
    expect(collectParts(events)).toEqual([
      { type: 'thinking', text: 'Both cities.' },
      {
        type: 'tool-call',
        id: expect.stringMatching(/^call_[0-9a-f]{24}$/) as unknown,
        name: 'get_temperature',
        kind: 'function',
        input: '{"city":"New York"}',
      },
      { type: 'tool-call', id: 'call_x1', name: 'get_temperature', kind: 'function', input: '{"city":"Köln"}' },
    ]);
    expect(events.find(({ type }) => type === 'finish')).toMatchObject({ finish: { unified: 'tool-calls' } });
  });

  it('calls that look the same have different ids', () => {
    const decoder = new OllamaStreamDecoder();
    const call = { function: { name: 'f', arguments: {} } };
    const events = decoder.push(line({ created_at: 't', message: { tool_calls: [call, call] } }));
    const more = decoder.push(line({ created_at: 't', message: { tool_calls: [call] } }));
    const ids = [...events, ...more].flatMap((event) => (event.type === 'tool-input-start' ? [event.id] : []));
    expect(new Set(ids).size).toBe(3);
  });

  it('an error is the end', () => {
    const events = decodeAll(readStream('error'));
    expect(events.at(-1)).toEqual({
      type: 'error',
      error: { status: 500, raw: '{"error":"an error was encountered while running the model"}' },
    });
  });

  it('a stream without its last line is not complete', () => {
    const bytes = readStream('text');
    const events = decodeAll(bytes.subarray(0, bytes.indexOf('\n') + 1));
    expect(events.map(({ type }) => type)).toEqual(['start', 'text-start', 'text-delta']);
  });

  it.each(['text', 'tools', 'error'])('case 29: %s is the same cut at every byte', (name) => {
    const bytes = readStream(name);
    const whole = decodeAll(bytes);
    for (const pieces of everyCut(bytes)) expect(decodeAll(...pieces)).toEqual(whole);
  });

  it('pictures and log probabilities go along', () => {
    const decoder = new OllamaStreamDecoder();
    const logprob = { token: 'a', logprob: -1 };
    const events = decoder.push(line({ message: { content: 'a', images: ['/9j/AA=='] }, logprobs: [logprob] }));
    expect(events).toContainEqual(expect.objectContaining({ type: 'text-delta', logprobs: { content: [logprob] } }));
    expect(events).toContainEqual(
      expect.objectContaining({ type: 'media', mediaType: 'image/jpeg', data: '/9j/AA==' }),
    );
  });
});
