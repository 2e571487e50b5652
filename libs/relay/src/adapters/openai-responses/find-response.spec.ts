import { findResponse } from './find-response';

const event = (type: string, rest: object) => `event: ${type}\ndata: ${JSON.stringify({ type, ...rest })}\n\n`;
const find = (text: string) => findResponse(Buffer.from(text))?.toString();

describe('the answer in a stream of the Responses API', () => {
  it.each(['response.completed', 'response.incomplete'])('is in %s', (type) => {
    const events = event('response.output_text.delta', { delta: 'hi' }) + event(type, { response: { id: 'resp_1' } });
    expect(find(events)).toBe('{"id":"resp_1"}');
  });

  it('keeps numbers as they were written', () => {
    expect(find('data: {"type":"response.completed","response":{"id":"r","n":1.0}}\n\n')).toBe('{"id":"r","n":1.0}');
  });

  it('is not in what a model says about it, nor in a failure', () => {
    expect(find(event('response.output_text.delta', { delta: '{"type":"response.completed","response":{}}' }))).toBe(
      undefined,
    );
    expect(find(event('response.failed', { response: { id: 'resp_1' } }))).toBe(undefined);
  });

  it('is not in an event that is no JSON', () => {
    expect(find('data: {"type":"response.completed","response":\n\n')).toBe(undefined);
  });
});
