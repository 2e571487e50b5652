import { MalformedPayload } from '../codec';
import { readAnswer } from './__fixtures__/read-fixture';
import { decodeResponse } from './decode-response';
import { decodeFinishReason } from './map-finish-reason';
import { mapUsage } from './map-usage';

describe('reading Ollama’s answers', () => {
  it('all that an answer says', () => {
    const response = decodeResponse(JSON.parse(readAnswer()));
    expect(response).toMatchObject({ dialect: 'ollama-chat', model: 'qwen3', createdAt: 1_751_920_374, extra: {} });
    const [choice] = response.choices;
    expect(choice?.finish).toEqual({ unified: 'tool-calls', raw: 'stop' });
    expect(choice?.logprobs).toEqual({ content: [expect.objectContaining({ token: 'It' })] });
    expect(choice?.parts).toMatchObject([
      { type: 'thinking', text: 'Two cities.' },
      { type: 'text', text: 'It is warm.' },
      { type: 'image', source: { kind: 'base64', mediaType: 'image/png' } },
      { type: 'tool-call', input: '{"city":"New York"}' },
      { type: 'tool-call', id: 'call_x1', input: '{}' },
    ]);
    expect(response.usage).toMatchObject({ input: 169, output: 15, isEstimated: false });
  });

  it.each([[null], ['x'], [{}], [{ error: 'no' }], [{ message: 3 }], [{ message: { tool_calls: [{}] } }]])(
    '%j is no answer',
    (body) => {
      expect(() => decodeResponse(body)).toThrow(MalformedPayload);
    },
  );

  it.each([
    ['stop', false, 'stop'],
    ['stop', true, 'tool-calls'],
    ['length', true, 'length'],
    ['unload', false, 'other'],
    [undefined, false, 'stop'],
  ])('the reason %s with a call %s is %s', (reason, hasCall, unified) => {
    expect(decodeFinishReason(reason, hasCall).unified).toBe(unified);
  });

  it.each([
    [{}, undefined],
    [{ prompt_eval_count: 0, eval_count: 0 }, undefined],
    [{ eval_count: 3 }, { input: 0, output: 3 }],
    [
      { prompt_eval_count: -1, eval_count: 3 },
      { input: 0, output: 3, isClamped: true },
    ],
  ])('case 39: figures %j', (wire, usage) => {
    if (usage === undefined) expect(mapUsage(wire)).toBeUndefined();
    else expect(mapUsage(wire)).toMatchObject(usage);
  });
});
