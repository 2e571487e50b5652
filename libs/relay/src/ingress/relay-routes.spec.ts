import { countedCall, dialectOfPath, isArrayStream, relayedCall, storedCall } from './relay-routes';

describe('paths of the relay', () => {
  it.each([
    ['/v1/chat/completions', { endpoint: 'chat', hints: {} }],
    ['/v1beta/models/gemini-2.5-pro:generateContent', generate('gemini-2.5-pro', false)],
    ['/v1/models/vendor/model:streamGenerateContent', generate('vendor/model', true)],
    ['/v1beta/models/qwen3:8b:generateContent', generate('qwen3:8b', false)],
    ['/v1beta/models/vendor%2Fmodel%3Afree:generateContent', generate('vendor/model:free', false)],
    ['/v1beta/models/gemini-2.5-pro:countTokens', undefined],
    ['/v1/messages/count_tokens', undefined],
    ['/v1/responses/compact', { endpoint: 'compact', hints: {} }],
    ['/v1/responses/resp_1/cancel', undefined],
  ])('%s is relayed as %j', (path, expected) => {
    expect(relayedCall(path)).toEqual(expected);
  });

  it.each([
    ['/v1/messages/count_tokens', { endpoint: 'messages', hints: {} }],
    ['/v1/responses/input_tokens', { endpoint: 'responses', hints: {} }],
    ['/v1beta/models/a/b:countTokens', { endpoint: 'generate', hints: { model: 'a/b' } }],
    ['/v1/messages', undefined],
    ['/v1beta/models/a:generateContent', undefined],
  ])('%s is counted as %j', (path, expected) => {
    expect(countedCall(path)).toEqual(expected);
  });

  it.each([
    ['/v1/models', false, 'openai-chat'],
    ['/v1/models', true, 'anthropic-messages'],
    ['/v1/models/qwen3:8b', false, 'openai-chat'],
    ['/v1/models/qwen3:8b', true, 'anthropic-messages'],
    ['/v1/models/a:generateContent', false, 'gemini-generate'],
    ['/v1/models/a:countTokens', true, 'gemini-generate'],
    ['/v1beta/models', true, 'gemini-generate'],
    ['/v1/messages/count_tokens', false, 'anthropic-messages'],
    ['/v1/responses/input_tokens', false, 'openai-responses'],
  ])('%s, anthropic-version %s, is answered as %s', (path, isAnthropic, dialect) => {
    expect(dialectOfPath(path, isAnthropic)).toBe(dialect);
  });

  it.each([
    ['/v1beta/models/a:streamGenerateContent', true],
    ['/v1beta/models/a:streamGenerateContent?key=k', true],
    ['/v1beta/models/a:streamGenerateContent?alt=json', true],
    ['/v1beta/models/a:streamGenerateContent?key=k&alt=sse', false],
    ['/v1beta/models/a:streamGenerateContent?$alt=sse', false],
    ['/v1beta/models/a:generateContent', false],
  ])('%s: an array is %s', (url, expected) => {
    expect(isArrayStream(url)).toBe(expected);
  });

  it.each([
    ['GET', '/v1/responses/resp_1', { id: 'resp_1', action: 'read' }],
    ['GET', '/v1/responses/a%2Fb', { id: 'a/b', action: 'read' }],
    ['DELETE', '/v1/responses/resp_1', { id: 'resp_1', action: 'delete' }],
    ['GET', '/v1/responses/resp_1/input_items', { id: 'resp_1', action: 'input' }],
    ['POST', '/v1/responses/resp_1/cancel', { id: 'resp_1', action: 'cancel' }],
    ['POST', '/v1/responses/resp_1', undefined],
    ['DELETE', '/v1/responses/resp_1/input_items', undefined],
    ['GET', '/v1/responses', undefined],
    ['GET', '/v1/responses/resp_1/other', undefined],
  ])('%s %s wants %j of a stored response', (method, path, expected) => {
    expect(storedCall(method, path)).toEqual(expected);
  });

  it('throws URIError for a model that is not encoded properly', () => {
    expect(() => countedCall('/v1beta/models/%E0%A4%A:countTokens')).toThrow(URIError);
  });
});

function generate(model: string, isStream: boolean): object {
  return { endpoint: 'generate', hints: { model, isStream } };
}
