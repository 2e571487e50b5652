import { ask, fieldsOf } from './__fixtures__/every-capability';
import { listSettingLosses } from './list-setting-losses';

describe('settings without a place', () => {
  it('what asks for nothing is no loss', () => {
    const request = ask({
      frequencyPenalty: 0,
      choices: 1,
      logprobs: { isWanted: false },
      logitBias: {},
      modalities: ['text'],
      metadata: {},
      serviceTier: 'auto',
      store: false,
      topP: 1,
      parallelToolCalls: false,
      extra: { nothing: null },
    });
    expect(listSettingLosses(request, 'ollama-chat', new Set())).toEqual([]);
  });

  it('what was taken is none either, the rest is named as the caller calls it', () => {
    const request = ask({ seed: 1, choices: 2, temperature: 0, extra: { safetySettings: [] } }, 'gemini-generate');
    expect(fieldsOf(listSettingLosses(request, 'cohere-chat', new Set(['temperature'])))).toEqual([
      'generationConfig.seed',
      'generationConfig.candidateCount',
      'safetySettings',
    ]);
  });

  it('what was kept of the caller’s dialect is lost under its path', () => {
    const rest = { dialect: 'anthropic-messages', fields: { display: 'x', silent: null } } as const;
    const request = ask({ reasoning: { mode: 'on', rest }, rest }, 'anthropic-messages');
    expect(fieldsOf(listSettingLosses(request, 'bedrock-converse', new Set()))).toEqual([
      'display',
      'thinking.display',
    ]);
  });
});
