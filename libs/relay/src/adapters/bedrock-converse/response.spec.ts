import { MalformedPayload } from '../codec';
import { readAnswer } from './__fixtures__/read-fixture';
import { decodeResponse } from './decode-response';
import { decodeFinishReason } from './map-finish-reason';
import { mapUsage } from './map-usage';

const DIALECT = 'bedrock-converse';

describe('reading Converse’s answers', () => {
  it('all that an answer says', () => {
    const response = decodeResponse(JSON.parse(readAnswer()));
    expect(response).toMatchObject({ dialect: DIALECT, serviceTier: 'default', extra: {} });
    expect(response.usage).toMatchObject({ input: 30, cacheRead: 10, output: 12 });
    const [choice] = response.choices;
    expect(choice?.finish).toEqual({ unified: 'tool-calls', raw: 'tool_use' });
    expect(choice?.parts).toMatchObject([
      { type: 'thinking', text: 'Let me see.', signature: { dialect: DIALECT, value: 'RXJzaWc=' } },
      { type: 'redacted-thinking', signature: { dialect: DIALECT, value: 'c2VjcmV0' } },
      { type: 'text', text: 'I look.' },
      {
        type: 'text',
        text: 'Grass is green.',
        citations: [{ title: 'My Document', citedText: 'The grass is green.' }],
      },
      { type: 'tool-call', id: 'tooluse_a', input: '{"city":"Paris"}' },
      { type: 'tool-call', id: 'tooluse_b', input: '{}' },
    ]);
  });

  it.each([
    [null],
    [{}],
    [{ message: 'The provided model identifier is invalid.' }],
    [{ output: { message: { content: 'x' } } }],
    [{ output: { message: { content: [1] } } }],
    [{ output: { message: { content: [{ toolUse: {} }] } } }],
  ])('%j is no answer', (body) => {
    expect(() => decodeResponse(body)).toThrow(MalformedPayload);
  });

  it.each([
    ['end_turn', false, 'stop'],
    ['end_turn', true, 'tool-calls'],
    ['tool_use', true, 'tool-calls'],
    ['max_tokens', true, 'length'],
    ['model_context_window_exceeded', false, 'length'],
    ['stop_sequence', false, 'stop-sequence'],
    ['guardrail_intervened', false, 'content-filter'],
    ['content_filtered', false, 'content-filter'],
    ['malformed_tool_use', false, 'error'],
    ['next_year', false, 'other'],
    [undefined, false, 'other'],
  ])('the reason %s with a call %s is %s', (reason, hasCall, unified) => {
    expect(decodeFinishReason(reason, undefined, hasCall).unified).toBe(unified);
  });

  it.each([
    [
      'the cache is beside the input',
      { inputTokens: 10, cacheReadInputTokens: 900, cacheWriteInputTokens: 50, outputTokens: 5, totalTokens: 965 },
      { input: 10, cacheRead: 900, cacheWrite5m: 50, cacheWrite1h: 0, output: 5 },
    ],
    [
      'writes by time to live',
      {
        cacheWriteInputTokens: 50,
        cacheDetails: [
          { ttl: '1h', inputTokens: 20 },
          { ttl: '5m', inputTokens: 10 },
        ],
      },
      { cacheWrite5m: 30, cacheWrite1h: 20 },
    ],
    [
      'writes without a total',
      {
        cacheDetails: [
          { ttl: '1h', inputTokens: 20 },
          { ttl: '5m', inputTokens: 10 },
        ],
      },
      { cacheWrite5m: 10, cacheWrite1h: 20 },
    ],
    [
      'more of a kind than in all is cut',
      { cacheWriteInputTokens: 5, cacheDetails: [{ ttl: '1h', inputTokens: 20 }] },
      { cacheWrite5m: 0, cacheWrite1h: 5, isClamped: true },
    ],
    ['a fraction of a token is none', { inputTokens: 1.5, outputTokens: 2 }, { input: 0, output: 2, isClamped: true }],
  ])('case 39: %s', (_, wire, usage) => {
    expect(mapUsage(wire)).toMatchObject(usage);
  });

  it.each([undefined, null, {}, { inputTokens: 0, outputTokens: 0, totalTokens: 0 }])('%j tells no figures', (wire) => {
    expect(mapUsage(wire)).toBeUndefined();
  });
});
