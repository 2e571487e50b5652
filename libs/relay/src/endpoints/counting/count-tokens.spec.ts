import { AppError } from '@app/kernel';
import type { TokenCounter } from '@app/platform';
import type { Caller } from '@app/user';
import type { Endpoint } from '../../adapters/decode-call';
import type { AdmitRequest } from '../../pipeline/admit-request';
import type { KeptResponse } from '../../responses/kept-response';
import type { ResponseStore } from '../../responses/response-store';
import { ResumeCall } from '../../responses/resume-call';
import { CountTokens } from './count-tokens';

const admission = {
  refusalOf: (_: Caller, model: string) => (model === 'secret' ? new AppError('no', { zh: '', en: '' }) : undefined),
} as unknown as AdmitRequest;
/** A token per text. */
const counter = { count: (texts: string[]) => Promise.resolve({ tokens: texts.length }) } as unknown as TokenCounter;

/** User 7 had one exchange before. */
const store = {
  find: (userId: number, id: string): Promise<KeptResponse | undefined> => {
    const input = Buffer.from('[{"role":"user","content":"one"}]');
    const response = Buffer.from('{"output":[{"type":"message","role":"assistant","content":"two"}]}');
    const known = { userId, id, channelId: 0, promptTokens: 9, content: { input, response } };
    return Promise.resolve(userId === 7 ? known : undefined);
  },
} as unknown as ResponseStore;

describe('counting tokens (faked: the counter, which finds one in each text, and the store)', () => {
  const counts = new CountTokens(counter, admission, new ResumeCall(store));
  const count = (endpoint: Endpoint, body: unknown, model?: string) =>
    counts.count({} as Caller, endpoint, Buffer.from(JSON.stringify(body)), model === undefined ? {} : { model });

  it('answers in the words of each dialect', async () => {
    const messages = [{ role: 'user', content: 'hi' }];
    await expect(count('messages', { model: 'claude-x', messages })).resolves.toEqual({ input_tokens: 1 + 3 + 3 });
    await expect(count('responses', { model: 'gpt-4o', input: 'hi' })).resolves.toEqual({
      object: 'response.input_tokens',
      input_tokens: 1 + 3 + 3,
    });
    const inlineData = { mimeType: 'image/png', data: 'AAAA' };
    const contents = [{ role: 'user', parts: [{ text: 'hi' }, { inlineData }] }];
    const expected = {
      totalTokens: 1 + 1 + 258,
      promptTokensDetails: [
        { modality: 'TEXT', tokenCount: 2 },
        { modality: 'IMAGE', tokenCount: 258 },
      ],
    };
    await expect(count('generate', { contents }, 'gemini-x')).resolves.toEqual(expected);
    const generateContentRequest = { model: 'models/gemini-x', contents };
    await expect(count('generate', { generateContentRequest }, 'gemini-x')).resolves.toEqual(expected);
  });

  it('counts all of a conversation that is continued, for its owner', async () => {
    const body = Buffer.from(JSON.stringify({ model: 'gpt-4o', input: 'three', previous_response_id: 'resp_1' }));
    await expect(counts.count({ userId: 7 } as Caller, 'responses', body, {})).resolves.toMatchObject({
      input_tokens: 3 + 3 * 3 + 3,
    });
    await expect(counts.count({ userId: 8 } as Caller, 'responses', body, {})).rejects.toMatchObject({ status: 404 });
  });

  it("counts the vendor's own prompt for tools once", async () => {
    const tool = (name: string) => ({ name, input_schema: {} });
    const body = { model: 'claude-x', messages: [{ role: 'user', content: 'hi' }], tools: [tool('a'), tool('b')] };
    await expect(count('messages', body)).resolves.toEqual({ input_tokens: 5 + 3 + 3 + 300 + 2 * 12 });
  });

  it.each([
    ['messages', { model: 'claude-x', messages: [] }, 'messages'],
    ['messages', { model: 'claude-x', messages: [{ role: 'user', content: 5 }] }, 'messages[0].content'],
    ['responses', { input: 'hi' }, 'model'],
    ['generate', { contents: [] }, 'contents'],
    ['generate', { generateContentRequest: {} }, 'contents'],
  ] as const)('refuses a body of %s that is no request: %j', async (endpoint, body, param) => {
    const refused = count(endpoint, body, endpoint === 'generate' ? 'gemini-x' : undefined);
    await expect(refused).rejects.toMatchObject({ status: 400, param });
  });

  it('refuses models that the caller may not use', async () => {
    await expect(count('responses', { model: 'secret', input: 'hi' })).rejects.toMatchObject({ code: 'no' });
  });
});
