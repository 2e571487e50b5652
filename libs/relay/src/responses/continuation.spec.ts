import { decodeCall } from '../adapters/decode-call';
import { Continuation } from './continuation';
import type { KeptResponse } from './kept-response';

const INPUT = '[{"role":"user","content":"one","n":1.0}]';
const OUTPUT =
  '[{"type":"reasoning","id":"rs_1","summary":[],"encrypted_content":"e"},' +
  '{"type":"message","id":"msg_1","role":"assistant","content":[{"type":"output_text","text":"two"}]},' +
  '{"type":"web_search_call","id":"ws_1"},{"type":"function_call","id":"fc_1","call_id":"c","name":"f","arguments":"{}"}]';

function follow(body: string, changes: Partial<KeptResponse> = {}, endpoint: 'responses' | 'compact' = 'responses') {
  const content = {
    input: Buffer.from(INPUT),
    response: Buffer.from(`{"id":"resp_1","output":${OUTPUT},"model":"m"}`),
  };
  const written = { body: Buffer.from(body), request: decodeCall(endpoint, Buffer.from(body)) };
  return {
    written,
    continuation: new Continuation(written, {
      ...{ userId: 1, id: 'resp_1', channelId: 0, promptTokens: 1000, content },
      ...changes,
    }),
  };
}

describe('a call that follows a kept response', () => {
  it('gets the whole conversation in place of the id, byte by byte', () => {
    const { continuation } = follow(
      '{"model":"m", "previous_response_id":"resp_1","input":[ {"role":"user"} ],"x":2.0}',
    );
    expect(continuation.expanded?.body.toString()).toBe(
      `{"model":"m", "previous_response_id":null,"input":[${INPUT.slice(1, -1)},${OUTPUT.slice(1, -1)}, {"role":"user"} ],"x":2.0}`,
    );
  });

  it.each([
    ['a text', '"three \\" four"', ',{"type":"message","role":"user","content":"three \\" four"}]'],
    ['a blank list', '[ \n ]', ']'],
  ])('takes %s', (_, input, end) => {
    const { continuation } = follow(`{"model":"m","input":[1],"previous_response_id":"resp_1"}`.replace('[1]', input));
    expect(continuation.expanded?.body.toString()).toContain(`${OUTPUT.slice(1, -1)}${end}`);
  });

  it('may ask about nothing but what went before', () => {
    const { continuation } = follow('{"model":"m","previous_response_id":"resp_1"}', {}, 'compact');
    const { input } = JSON.parse(continuation.expanded!.body.toString()) as { input: unknown[] };
    expect(input).toHaveLength(5);
  });

  it('is estimated by all that the model reads, and remembers what its caller asked', () => {
    const text = 'x'.repeat(6000);
    const { written, continuation } = follow('{"model":"m","input":"now","previous_response_id":"resp_1"}', {
      content: {
        input: Buffer.from(JSON.stringify([{ role: 'user', content: text }])),
        response: Buffer.from('{"output":[]}'),
      },
    });
    expect(written.request.promptTokens).toBeLessThan(100);
    expect(continuation.expanded?.request.promptTokens).toBeGreaterThan(2000);
    expect(continuation.expanded?.request.state).toEqual({ previousId: 'resp_1', isKept: true });
  });

  it('goes as it was written to the channel that made the response', () => {
    const { written, continuation } = follow('{"model":"m","input":"now","previous_response_id":"resp_1"}', {
      channelId: 3,
    });
    expect(continuation.ownerChannelId).toBe(3);
    expect(continuation.nativeFor(3)).toBe(written);
  });

  it('goes to others without what only that one can read', () => {
    const { continuation } = follow('{"model":"m","input":"now","previous_response_id":"resp_1"}', { channelId: 3 });
    const other = continuation.nativeFor(4)!;
    expect(JSON.parse(other.body.toString())).toEqual({
      model: 'm',
      previous_response_id: null,
      input: [
        { role: 'user', content: 'one', n: 1 },
        { type: 'message', role: 'assistant', content: [{ type: 'output_text', text: 'two' }] },
        { type: 'web_search_call', id: 'ws_1' },
        { type: 'function_call', call_id: 'c', name: 'f', arguments: '{}' },
        { type: 'message', role: 'user', content: 'now' },
      ],
    });
    const { start, end } = other.request.layout.values.get('model')!;
    expect(other.body.toString('utf8', start, end)).toBe('"m"');
  });

  it('can go nowhere else when the content is not here, and is estimated all the same', () => {
    const { continuation } = follow('{"model":"m","input":"now","previous_response_id":"resp_1"}', {
      ...{ channelId: 3, content: undefined },
    });
    expect([continuation.expanded, continuation.nativeFor(4)]).toEqual([undefined, undefined]);
    expect(continuation.promptTokens).toBeGreaterThan(1000);
  });
});
