import { MalformedPayload } from '../codec';
import { readAnswer } from './__fixtures__/read-fixture';
import { decodeResponse } from './decode-response';
import { decodeFinishReason } from './map-finish-reason';
import { mapUsage } from './map-usage';

describe('reading Cohere’s answers', () => {
  it('all that an answer says', () => {
    const response = decodeResponse(JSON.parse(readAnswer()));
    expect(response).toMatchObject({ dialect: 'cohere-chat', id: 'c14c80c3-18eb-4519-9460-6c92edd8cfb4', extra: {} });
    const [choice] = response.choices;
    expect(choice?.finish).toEqual({ unified: 'tool-calls', raw: 'TOOL_CALL' });
    expect(choice?.parts).toMatchObject([
      { type: 'thinking', text: 'I will look.' },
      { type: 'thinking', text: 'hm' },
      {
        type: 'text',
        text: 'Gym memberships.',
        citations: [{ start: 0, end: 15, title: 'Perks', citedText: 'we offer' }],
      },
      { type: 'tool-call', id: 'a', name: 'get_weather', input: '{"city":"Paris"}' },
      { type: 'tool-call', id: 'b', name: 'get_time', input: '{}' },
    ]);
  });

  it.each([
    [null],
    [[]],
    [{}],
    [{ message: 'no api key supplied' }],
    [{ message: { content: [3] } }],
    [{ message: { tool_calls: [{}] } }],
  ])('%j is no answer', (body) => {
    expect(() => decodeResponse(body)).toThrow(MalformedPayload);
  });

  it.each([
    ['COMPLETE', false, 'stop'],
    ['complete', true, 'tool-calls'],
    ['STOP_SEQUENCE', false, 'stop-sequence'],
    ['MAX_TOKENS', true, 'length'],
    ['TOOL_CALL', true, 'tool-calls'],
    ['ERROR', false, 'error'],
    ['USER_CANCEL', false, 'other'],
    [undefined, false, 'other'],
  ])('the reason %s with a call %s is %s', (reason, hasCall, unified) => {
    expect(decodeFinishReason(reason, hasCall).unified).toBe(unified);
  });

  it.each([
    [
      'what is charged goes before what was used',
      {
        billed_units: { input_tokens: 11, output_tokens: 3 },
        cached_tokens: 448,
        tokens: { input_tokens: 506, output_tokens: 4 },
      },
      { input: 11, cacheRead: 0, output: 3 },
    ],
    [
      'what was used stands alone',
      { tokens: { input_tokens: 506, output_tokens: 4 }, cached_tokens: 448 },
      { input: 58, cacheRead: 448, output: 4 },
    ],
    [
      'more cached than asked is cut',
      { tokens: { input_tokens: 5 }, cached_tokens: 9 },
      { input: 0, cacheRead: 5, isClamped: true },
    ],
    [
      'a negative figure is none',
      { billed_units: { input_tokens: -5, output_tokens: 2 } },
      { input: 0, output: 2, isClamped: true },
    ],
    [
      'searches are counted',
      { billed_units: { input_tokens: 1, search_units: 2 } },
      { input: 1, toolCalls: { search: 2 } },
    ],
  ])('case 39: %s', (_, wire, usage) => {
    expect(mapUsage(wire)).toMatchObject(usage);
  });

  it.each([undefined, {}, { tokens: {} }, { billed_units: { input_tokens: 0, output_tokens: 0 } }])(
    '%j tells no figures',
    (wire) => {
      expect(mapUsage(wire)).toBeUndefined();
    },
  );
});
