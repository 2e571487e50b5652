import type { TokenCounter } from '@app/platform';
import { AnswerCounter } from '../adapters/answer-counter';
import { decodeCall, type Endpoint } from '../adapters/decode-call';
import { NO_USAGE } from '../model/usage';
import { CountUsage } from './count-usage';
import { RelayCall } from './relay-call';
import type { ReplyWriter } from './reply-writer';

/** A hundred tokens in each text. */
const count = jest.fn((texts: readonly string[], _model: string) => Promise.resolve({ tokens: texts.length * 100 }));
const counts = new CountUsage({ count } as unknown as TokenCounter);

function callOf(endpoint: Endpoint, body: object, model?: string): RelayCall {
  const call = new RelayCall('id', 0, '', {} as ReplyWriter);
  call.body = Buffer.from(JSON.stringify(body));
  call.request = decodeCall(endpoint, call.body, model === undefined ? {} : { model });
  call.upstreamModel = 'upstream-model';
  return call;
}
const prompt = { told: NO_USAGE, prompt: true, answer: undefined };

describe('counting what was not told (faked: the counter, which finds a hundred in each text)', () => {
  it.each<[Endpoint, object, number, string | undefined]>([
    ['chat', { model: 'm', messages: [{ role: 'user', content: 'hi' }] }, 100 + 3 + 3, undefined],
    ['responses', { model: 'm', input: 'hi' }, 100 + 3 + 3, undefined],
    ['messages', { model: 'm', max_tokens: 1, messages: [{ role: 'user', content: 'hi' }] }, 100 + 3 + 3, undefined],
    ['generate', { contents: [{ role: 'user', parts: [{ text: 'hi' }, { text: 'ho' }] }] }, 200 + 3 + 3, 'm'],
    ['completions', { model: 'm', prompt: ['a', 'b', 'c'] }, 300, undefined],
    ['embeddings', { model: 'm', input: 'text' }, 100, undefined],
    ['embeddings', { model: 'm', input: [1, 2, 3] }, 3, undefined],
    ['embeddings', { model: 'm', input: [[1, 2], [3]] }, 3, undefined],
    ['embed', { content: { parts: [{ text: 'hi' }] } }, 100, 'm'],
    ['embedBatch', { requests: [{ content: { parts: [{ text: 'hi' }] } }] }, 100, 'm'],
  ])('finds the texts of %s %j', async (endpoint, body, expected, model) => {
    expect(await counts.fill(callOf(endpoint, body, model), prompt)).toEqual({
      ...NO_USAGE,
      input: expected,
      isEstimated: true,
    });
    expect(count.mock.calls.every(([, name]) => name === 'upstream-model')).toBe(true);
  });

  it('goes by the bytes where it does not understand the request', async () => {
    const body = { model: 'm', messages: [{ role: 'user', content: [{ type: 'text', text: 5 }] }] };
    const call = callOf('chat', body);
    expect((await counts.fill(call, prompt)).input).toBe(Math.ceil(call.body.length / 4));
  });

  it('takes a part of the answer for the whole', async () => {
    const call = callOf('chat', { model: 'm', messages: [{ role: 'user', content: 'hi' }] });
    const answer = { isEmpty: false, tokens: 9, sample: { text: 'some', share: 0.25 } };
    expect((await counts.fill(call, { told: NO_USAGE, prompt: false, answer })).output).toBe(400);
    const forgotten = { ...answer, sample: undefined };
    expect((await counts.fill(call, { told: NO_USAGE, prompt: false, answer: forgotten })).output).toBe(9);
    expect((await counts.fill(call, { told: NO_USAGE, prompt: false, answer: new AnswerCounter() })).output).toBe(0);
  });
});
