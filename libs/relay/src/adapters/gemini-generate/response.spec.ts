import type { ChatResponse } from '../../model/chat-response';
import { NO_USAGE } from '../../model/usage';
import { MalformedPayload } from '../codec';
import { decodeResponse } from './decode-response';
import { encodeResponse } from './encode-response';
import { ANSWER } from './__fixtures__/read-fixture';

describe('answers', () => {
  it('case 20, 37, 64: all parts, with their signatures, and the sources', () => {
    const response = decodeResponse({
      candidates: [
        {
          content: {
            role: 'model',
            parts: [
              { text: 'hm', thought: true, thoughtSignature: 'AAAA' },
              { text: 'Zürich won.', thoughtSignature: 'BBBB' },
              { functionCall: { name: 'f', args: { a: 1 } }, thoughtSignature: 'CCCC' },
            ],
          },
          finishReason: 'STOP',
          citationMetadata: { citationSources: [{ startIndex: 8, endIndex: 12, uri: 'https://e.org' }] },
        },
      ],
      responseId: 'r/1',
      modelVersion: 'gemini-3-pro',
    });
    expect(response.choices[0]).toMatchObject({
      finish: { unified: 'tool-calls' },
      parts: [
        { type: 'thinking', text: 'hm', signature: { value: 'AAAA' } },
        {
          type: 'text',
          text: 'Zürich won.',
          citations: [{ url: 'https://e.org', start: 7, end: 11 }],
          signature: { value: 'BBBB' },
        },
        { type: 'tool-call', id: 'call_r-1_0_0', input: '{"a":1}', signature: { value: 'CCCC' } },
      ],
    });
  });

  it('case 22: a blocked prompt is an answer that was filtered, and comes out again as it was', () => {
    const body = { promptFeedback: { blockReason: 'SAFETY' }, modelVersion: 'asked-for', responseId: 'r' };
    const response = decodeResponse(body);
    expect(response.choices).toMatchObject([{ parts: [], finish: { unified: 'content-filter', raw: 'SAFETY' } }]);
    expect(encodeResponse(response, ANSWER).value).toEqual(body);
  });

  it.each([[{ error: { code: 429, message: 'x' } }], [{}], [[]], [null], [{ candidates: [1] }]])(
    'case 27: %j is no answer',
    (body) => {
      expect(() => decodeResponse(body)).toThrow(MalformedPayload);
    },
  );

  it('case 72: the caller sees the name he asked for, and foreign answers in this form', () => {
    const response: ChatResponse = {
      dialect: 'openai-chat',
      id: 'chatcmpl-1',
      model: 'gpt',
      createdAt: 1,
      choices: [
        {
          index: 0,
          parts: [
            { type: 'refusal', text: 'no' },
            { type: 'tool-call', id: 'a', name: 'f', kind: 'function', input: '{}' },
          ],
          finish: { unified: 'tool-calls', raw: 'tool_calls' },
        },
      ],
      usage: { ...NO_USAGE, input: 1, output: 2, reasoning: 3 },
      extra: { system_fingerprint: 'x' },
    };
    expect(encodeResponse(response, ANSWER)).toEqual({
      value: {
        candidates: [
          {
            content: { parts: [{ text: 'no' }, { functionCall: { id: 'a', name: 'f', args: {} } }], role: 'model' },
            finishReason: 'STOP',
            index: 0,
          },
        ],
        usageMetadata: { promptTokenCount: 1, candidatesTokenCount: 2, totalTokenCount: 6, thoughtsTokenCount: 3 },
        modelVersion: 'asked-for',
        responseId: 'chatcmpl-1',
      },
      losses: [{ field: 'system_fingerprint', reason: expect.any(String) as unknown }],
    });
  });
});
