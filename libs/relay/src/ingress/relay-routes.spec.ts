import { relayedCall } from './relay-routes';

describe('the paths of Gemini', () => {
  it.each([
    ['/v1beta/models/gemini-x:generateContent', 'gemini-x', false],
    ['/v1/models/gemini-x:streamGenerateContent', 'gemini-x', true],
    ['/v1beta/models/llama3:8b:generateContent', 'llama3:8b', false],
    ['/v1beta/models/org/llama%3Afree:streamGenerateContent', 'org/llama:free', true],
  ])('case 72: %s names the model %s', (path, model, isStream) => {
    expect(relayedCall(path)).toEqual({ endpoint: 'generate', hints: { model, isStream } });
  });

  it('knows no other methods', () => {
    for (const method of ['countTokens', 'embedContent'])
      expect(relayedCall(`/v1beta/models/m:${method}`)).toBeUndefined();
  });
});
