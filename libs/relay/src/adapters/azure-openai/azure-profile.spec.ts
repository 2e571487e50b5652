import { channel } from '../__fixtures__/channel';
import type { UpstreamEndpoint } from '../upstream-endpoint';
import { AZURE_PROFILE } from './azure-profile';

const BASE = 'https://mine.openai.azure.com';
const azure = (config: Record<string, string> = {}, baseUrl = BASE) => channel({ type: 3, baseUrl, key: 'k', config });
const path = (target: ReturnType<typeof azure>, endpoint: UpstreamEndpoint, model = 'gpt-4o') =>
  AZURE_PROFILE.address(target, { endpoint, model, isStream: false }).path;

describe('Azure OpenAI', () => {
  it.each<[UpstreamEndpoint, string, string]>([
    ['chat', 'gpt-4o', '/openai/deployments/gpt-4o/chat/completions?api-version=2024-06-01'],
    ['completions', 'davinci 2', '/openai/deployments/davinci%202/completions?api-version=2024-06-01'],
    ['embeddings', 'ada', '/openai/deployments/ada/embeddings?api-version=2024-06-01'],
    ['chat', 'gpt-3.5-turbo', '/openai/deployments/gpt-35-turbo/chat/completions?api-version=2024-06-01'],
    ['chat', 'gpt-4.1-mini', '/openai/deployments/gpt-4.1-mini/chat/completions?api-version=2024-06-01'],
    ['chat', 'gpt-4.5-preview', '/openai/deployments/gpt-4.5-preview/chat/completions?api-version=2024-06-01'],
    ['responses', 'gpt-4.1', '/openai/responses?api-version=2024-06-01'],
  ])('calls a deployment: %s of %s', (endpoint, model, expected) => {
    expect(path(azure({ api_version: '2024-06-01' }), endpoint, model)).toBe(expected);
  });

  it.each([
    [{ api_version: 'v1' }, BASE, '/openai/v1/chat/completions'],
    [{ api_version: 'preview' }, BASE, '/openai/v1/chat/completions?api-version=preview'],
    [{}, `${BASE}/openai/v1`, '/openai/v1/chat/completions'],
    [{ api_version: 'v1' }, `${BASE}/openai/v1/`, '/openai/v1/chat/completions'],
    [{ api_version: 'v1' }, `${BASE}/proxy`, '/proxy/openai/v1/chat/completions'],
    [{}, BASE, '/openai/deployments/gpt-4o/chat/completions?api-version=2024-10-21'],
    [
      {},
      'https://gateway.ai.cloudflare.com/v1/acc/gw/azure-openai/mine',
      '/v1/acc/gw/azure-openai/mine/gpt-4o/chat/completions?api-version=2024-10-21',
    ],
  ])('with %j at %s calls %s', (config, baseUrl, expected) => {
    expect(path(azure(config, baseUrl), 'chat')).toBe(expected);
  });

  it('has Responses in versions that have them', () => {
    const dialects = (config: Record<string, string>) => AZURE_PROFILE.dialects(azure(config), 'm');
    expect(dialects({ api_version: 'v1' })).toContain('openai-responses');
    expect(dialects({ api_version: '2025-04-01-preview' })).toContain('openai-responses');
    expect(dialects({ api_version: '2024-10-21' })).toEqual(['openai-chat']);
    expect(dialects({})).toEqual(['openai-chat']);
  });

  it('sends its key in its own header and no other', () => {
    const headers = AZURE_PROFILE.headers(azure(), { endpoint: 'chat', model: 'm', isStream: false }, {});
    expect(headers.join(' ')).toContain('api-key k');
    expect(headers).not.toContain('authorization');
  });

  it('is the operator’s to mend when it has no address', () => {
    expect(() => path(azure({}, ''), 'chat')).toThrow(
      expect.objectContaining({ code: 'channel_misconfigured', retry: 'other-channel' }) as Error,
    );
  });
});
