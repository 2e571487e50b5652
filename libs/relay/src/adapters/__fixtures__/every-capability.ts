import type { ChatRequest, Message } from '../../model/chat-request';
import type { Part } from '../../model/content';
import type { Dialect, Signature } from '../../model/dialect';
import type { Loss } from '../../model/loss';

export const PNG = 'iVBORw0KGgoAAAA=';

export const text = (value: string, more: object = {}): Part => ({ type: 'text', text: value, ...more });
export const says = (role: Message['role'], ...parts: Part[]): Message => ({ role, parts });
export const call = (id: string, input = '{}', more: object = {}): Part => ({
  type: 'tool-call',
  id,
  name: 'look up',
  kind: 'function',
  input,
  ...more,
});
export const result = (callId: string, value: string, more: object = {}): Part => ({
  type: 'tool-result',
  callId,
  kind: 'function',
  content: [{ type: 'text', text: value }],
  ...more,
});
export const signed = (value: string, dialect: Signature['dialect']): Part => ({
  type: 'thinking',
  text: 'hm',
  signature: { dialect, value },
});

/** A request of a caller's dialect, as short as can be. */
export function ask(more: Partial<ChatRequest> = {}, dialect: Dialect = 'openai-chat'): ChatRequest {
  return {
    dialect,
    model: 'asked',
    isStream: false,
    wantsStreamUsage: false,
    messages: [says('user', text('hi'))],
    tools: [],
    extra: {},
    ...more,
  };
}

/** One request with all that callers can ask for. */
export function askEverything(): ChatRequest {
  return ask({
    isStream: true,
    messages: [
      says('system', text('be brief', { cache: { ttl: '1h' } }), text('be kind')),
      says(
        'user',
        text('see'),
        { type: 'image', source: { kind: 'base64', mediaType: 'image/jpeg', data: PNG } },
        { type: 'image', source: { kind: 'url', url: `data:image/png;base64,${PNG}` }, detail: 'high' },
        { type: 'document', source: { kind: 'base64', mediaType: 'application/pdf', data: 'JVBERi0=' }, title: 'a_b.pdf' },
        { type: 'document', source: { kind: 'text', text: 'plain' }, title: 'note', wantsCitations: true },
        { type: 'audio', source: { kind: 'base64', mediaType: 'audio/wav', data: 'UklG' }, format: 'wav' },
      ),
      says('assistant', { type: 'thinking', text: 'so' }, text('wait'), call('c1', '{"q":1}'), call('c 2', '{"q":2}')),
      says('user', result('c1', 'one'), result('c 2', 'two', { isError: true }), text('go on', { cache: {} })),
    ],
    tools: [
      { type: 'function', name: 'look up', description: 'd', parameters: { type: 'object' }, isStrict: true, cache: {} },
      { type: 'custom', name: 'write', description: 'w' },
      { type: 'hosted', name: 'web_search', opaque: { dialect: 'openai-chat', value: {} } },
    ],
    toolChoice: { type: 'required' },
    parallelToolCalls: false,
    maxTokens: 500,
    temperature: 1.5,
    topP: 1,
    topK: 40,
    frequencyPenalty: -0.5,
    presencePenalty: 0.5,
    seed: 7,
    stop: ['END'],
    choices: 2,
    logprobs: { isWanted: true, top: 2 },
    logitBias: { '5': 1 },
    responseFormat: { type: 'json-schema', name: 'out', schema: { type: 'object' }, isStrict: true },
    modalities: ['text', 'audio'],
    verbosity: 'low',
    promptCacheKey: 'k',
    endUser: 'u',
    metadata: { team: 'blue', deep: { a: 1 } },
    serviceTier: 'priority',
    store: true,
    previousResponseId: 'r',
    extra: { novelty: 1, silence: null },
  });
}

export function fieldsOf(losses: readonly Loss[]): string[] {
  return losses.map(({ field }) => field);
}
