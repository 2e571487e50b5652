import type { ChannelTarget } from '@app/channel';
import { upstreamAddress, type UpstreamAddress } from './upstream-address';
import { upstreamHeaders } from './upstream-headers';

const channel = (fields: Partial<ChannelTarget>): ChannelTarget => ({
  id: 1,
  name: 'c',
  type: 1,
  baseUrl: 'https://api.example.com',
  key: 'k',
  organization: undefined,
  modelMapping: new Map(),
  headers: {},
  proxyUrl: undefined,
  statusCodeMapping: new Map(),
  config: {},
  ...fields,
});
const full = ({ origin, path }: UpstreamAddress) => origin + path;

describe('where a call goes', () => {
  it.each([
    [1, 'https://api.example.com', 'https://api.example.com/v1/chat/completions'],
    [1, 'https://api.example.com/openai/', 'https://api.example.com/openai/v1/chat/completions'],
    [1, 'https://api.example.com/v1', 'https://api.example.com/v1/chat/completions'],
    [
      1,
      'https://gateway.ai.cloudflare.com/v1/acc/gw/openai',
      'https://gateway.ai.cloudflare.com/v1/acc/gw/openai/chat/completions',
    ],
    [8, 'https://api.example.com/my/path?x=1', 'https://api.example.com/my/path?x=1'],
    [31, 'https://api.minimax.chat', 'https://api.minimax.chat/v1/text/chatcompletion_v2'],
    [41, 'https://ark.cn-beijing.volces.com', 'https://ark.cn-beijing.volces.com/api/v3/chat/completions'],
  ])('type %i at %s → %s', (type, baseUrl, expected) => {
    expect(full(upstreamAddress(channel({ type, baseUrl }), { endpoint: 'chat', model: 'm', isStream: false }))).toBe(
      expected,
    );
  });

  it.each([
    ['responses', 'https://api.example.com', false, 'https://api.example.com/v1/responses'],
    ['messages', 'https://api.example.com/v1', true, 'https://api.example.com/v1/messages'],
    ['generate', 'https://api.example.com', false, 'https://api.example.com/v1beta/models/a%3Fb/m:generateContent'],
    [
      'generate',
      'https://api.example.com/v1',
      true,
      'https://api.example.com/v1/models/a%3Fb/m:streamGenerateContent?alt=sse',
    ],
  ] as const)('%s at %s, streamed: %s → %s', (endpoint, baseUrl, isStream, expected) => {
    expect(full(upstreamAddress(channel({ baseUrl }), { endpoint, model: 'a?b/m', isStream }))).toBe(expected);
  });

  it.each([
    ['anthropic-messages', { 'x-api-key': 'k', 'anthropic-version': '2023-06-01', 'anthropic-beta': 'b' }],
    ['gemini-generate', { 'x-goog-api-key': 'k' }],
    ['openai-responses', { authorization: 'Bearer k' }],
  ] as const)('puts the key where %s has it', (dialect, expected) => {
    const headers = upstreamHeaders(channel({}), dialect, false, { 'anthropic-beta': 'b' });
    const pairs = Object.fromEntries(headers.flatMap((name, i) => (i % 2 === 0 ? [[name, headers[i + 1]]] : [])));
    expect(pairs).toMatchObject(expected);
    const keys = ['authorization', 'x-api-key', 'x-goog-api-key'].filter((name) => name in pairs);
    expect(keys).toHaveLength(1);
  });

  it('sends key, organisation and the channel headers, which win', () => {
    const headers = upstreamHeaders(
      channel({ organization: 'org', headers: { 'User-Agent': 'mine', 'x-a': '1' } }),
      'openai-chat',
      true,
      {},
    );
    const pairs = Object.fromEntries(headers.flatMap((name, i) => (i % 2 === 0 ? [[name, headers[i + 1]]] : [])));
    expect(pairs).toMatchObject({
      authorization: 'Bearer k',
      'openai-organization': 'org',
      'user-agent': 'mine',
      'x-a': '1',
      accept: 'text/event-stream',
    });
  });
});
