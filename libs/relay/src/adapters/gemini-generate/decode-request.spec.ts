import { AppError } from '@app/kernel';
import { decodeRequest } from './decode-request';

function read(body: unknown): ReturnType<typeof decodeRequest> {
  return decodeRequest(body, { model: 'gemini-3-pro', isStream: true });
}

describe('decodeRequest', () => {
  it('takes snake_case and single objects for lists, as Google’s own examples write them', () => {
    const request = read({
      system_instruction: { parts: { text: 'be brief' } },
      contents: { parts: { inline_data: { mime_type: 'image/png', data: 'AA==' } } },
      tools: [
        { function_declarations: [{ name: 'f', parameters: { type: 'OBJECT', properties: {} } }] },
        { google_search: {} },
      ],
      tool_config: { function_calling_config: { mode: 'any', allowed_function_names: ['f'] } },
      generation_config: { max_output_tokens: 5, stop_sequences: ['x'], thinking_config: { thinking_budget: 0 } },
      cached_content: 'cachedContents/1',
    });
    expect(request).toMatchObject({
      model: 'gemini-3-pro',
      isStream: true,
      messages: [
        { role: 'system', parts: [{ type: 'text', text: 'be brief' }] },
        { role: 'user', parts: [{ type: 'image', source: { kind: 'base64', mediaType: 'image/png', data: 'AA==' } }] },
      ],
      tools: [
        { type: 'function', name: 'f', parameters: { type: 'object', properties: {} } },
        { type: 'hosted', name: 'googleSearch', opaque: { value: { googleSearch: {} } } },
      ],
      toolChoice: { type: 'tool', name: 'f', kind: 'function' },
      maxTokens: 5,
      stop: ['x'],
      reasoning: { mode: 'off' },
      extra: { cachedContent: 'cachedContents/1' },
    });
  });

  it('case 1, 7: calls without ids get stable ones, and results find them by name in order', () => {
    const body = {
      contents: [
        {
          role: 'model',
          parts: [
            { functionCall: { name: 'f' } },
            { functionCall: { name: 'f' } },
            { functionCall: { id: 'x', name: 'g' } },
          ],
        },
        {
          role: 'user',
          parts: ['f', 'g', 'f'].map((name) => ({ functionResponse: { name, response: { output: name } } })),
        },
      ],
    };
    const request = read(body);
    const calls = request.messages[0]?.parts.map((part) => part.type === 'tool-call' && part.id);
    const results = request.messages[1]?.parts.map((part) => part.type === 'tool-result' && part.callId);
    expect(calls).toEqual(['call_0', 'call_1', 'x']);
    expect(results).toEqual(['call_0', 'x', 'call_1']);
    expect(read(body)).toEqual(request);
  });

  it('case 10: output, error and other objects of a result', () => {
    const parts = [{ output: 'a' }, { error: 'b' }, { city: 'c' }, { output: [1] }].map((response) => ({
      functionResponse: { name: 'f', response },
    }));
    expect(read({ contents: [{ parts }] }).messages[0]?.parts).toMatchObject([
      { content: [{ text: 'a' }] },
      { content: [{ text: 'b' }], isError: true },
      { content: [{ text: '{"city":"c"}' }] },
      { content: [{ text: '[1]' }] },
    ]);
  });

  it('case 17: turns of hosted tools go through untouched', () => {
    const part = { toolCall: { toolType: 'GOOGLE_SEARCH', id: 'x' }, thoughtSignature: 'AbCd' };
    expect(read({ contents: [{ role: 'model', parts: [part] }] }).messages[0]?.parts).toEqual([
      { type: 'opaque', opaque: { dialect: 'gemini-generate', value: part } },
    ]);
  });

  it('case 40: who only wants to see thinking does not ask for it; new words stay losses elsewhere', () => {
    const thinking = (thinkingConfig: object) => read({ contents: [], generationConfig: { thinkingConfig } }).reasoning;
    expect(thinking({ includeThoughts: true })).toMatchObject({ isShown: true });
    expect(thinking({ includeThoughts: true })).not.toHaveProperty('mode');
    expect(thinking({ thinkingBudget: -1 })).toMatchObject({ mode: 'adaptive' });
    expect(thinking({ thinkingLevel: 'NEW', odd: 1 })?.rest?.fields).toEqual({ thinkingLevel: 'NEW', odd: 1 });
  });

  it('case 66: fields are kept apart from how things were written', () => {
    const parts = [
      { functionCall: { name: 'f', odd: 1 }, partMetadata: {} },
      { text: 'a', thought: false },
    ];
    const [call, text] = read({ contents: [{ role: 'model', parts }] }).messages[0]?.parts ?? [];
    expect(call?.rest?.fields).toEqual({ 'functionCall.odd': 1, partMetadata: {} });
    expect(call?.rest?.notes).toEqual({ isIdDerived: true, isArgsAbsent: true });
    expect(text?.rest).not.toHaveProperty('fields');
  });

  it('case 62, 65: nulls say nothing, and zeros something', () => {
    const request = read({ contents: [], tools: null, generationConfig: { temperature: 0, topP: null, seed: 0 } });
    expect(request).toMatchObject({ temperature: 0, seed: 0, tools: [] });
    expect(request).not.toHaveProperty('topP');
  });

  it('case 66: unknown fields are kept under their path', () => {
    const request = read({
      contents: [],
      labels: { a: 'b' },
      generationConfig: { imageConfig: { aspectRatio: '1:1' } },
    });
    expect(request.extra).toEqual({ labels: { a: 'b' }, 'generationConfig.imageConfig': { aspectRatio: '1:1' } });
  });

  it('case 72: the model comes from the path, or else from the body', () => {
    expect(decodeRequest({ contents: [], model: 'models/a:b@1' }, {}).model).toBe('a:b@1');
    expect(decodeRequest({ contents: [], model: 'models/a' }, { model: 'x/y' }).model).toBe('x/y');
  });

  it.each<[unknown, string]>([
    [[], 'body'],
    [{}, 'contents'],
    [{ contents: 'hi' }, 'contents'],
    [{ contents: [{ role: 'assistant', parts: [] }] }, 'contents[0].role'],
    [{ contents: [{ parts: [{ text: 1 }] }] }, 'contents[0].parts[0].text'],
    [{ contents: [{ parts: [{}, { inlineData: { data: 'x' } }] }] }, 'contents[0].parts[1].inlineData.mimeType'],
    [{ contents: [{ parts: [{ functionCall: { name: 'f', args: [] } }] }] }, 'contents[0].parts[0].functionCall.args'],
    [{ contents: [{ parts: [{ functionResponse: {} }] }] }, 'contents[0].parts[0].functionResponse.name'],
    [{ contents: [], tools: [{ functionDeclarations: [{}] }] }, 'tools[0].functionDeclarations[0].name'],
    [{ contents: [], generationConfig: { temperature: 'hot' } }, 'generationConfig.temperature'],
    [{ contents: [], generationConfig: { stopSequences: [1] } }, 'generationConfig.stopSequences'],
    [
      { contents: [], toolConfig: { functionCallingConfig: { mode: 'MAYBE' } } },
      'toolConfig.functionCallingConfig.mode',
    ],
    [{ contents: [], systemInstruction: 'hi' }, 'systemInstruction'],
  ])('case 68: %j is a 400 at %s', (body, param) => {
    expect(() => read(body)).toThrow(AppError);
    expect(() => read(body)).toThrow(expect.objectContaining({ status: 400, param }));
  });
});
