import type { ChannelTarget } from '@app/channel';
import { channel } from '../__fixtures__/channel';
import type { AccessTokens } from '../access-tokens';
import { fitnessOf } from '../upstream-dialects';
import { VERTEX_PROFILE } from './vertex-profile';

const ACCOUNT = JSON.stringify({ client_email: 'a@b', private_key: 'pem', project_id: 'from-account' });
const vertex = (config: Record<string, string> = {}, changes: Partial<ChannelTarget> = {}) =>
  channel({ type: 42, baseUrl: '', key: 'token', config: { project_id: 'p', ...config }, ...changes });
const address = (target: ChannelTarget, model: string, isStream = false) => {
  const { origin, path } = VERTEX_PROFILE.address(target, {
    endpoint: model.startsWith('claude') ? 'messages' : 'generate',
    model,
    isStream,
  });
  return origin + path;
};
const misconfigured = expect.objectContaining({ code: 'channel_misconfigured', retry: 'other-channel' }) as Error;

describe('Vertex', () => {
  it.each([
    [
      'claude-3-5-sonnet-20241022',
      'https://us-east5-aiplatform.googleapis.com/v1/projects/p/locations/us-east5/publishers/anthropic/models/claude-3-5-sonnet-v2@20241022:rawPredict',
    ],
    [
      'claude-sonnet-4-5-20250929',
      'https://aiplatform.googleapis.com/v1/projects/p/locations/global/publishers/anthropic/models/claude-sonnet-4-5@20250929:rawPredict',
    ],
    [
      'gemini-2.5-pro',
      'https://aiplatform.googleapis.com/v1/projects/p/locations/global/publishers/google/models/gemini-2.5-pro:generateContent',
    ],
  ])('%s is at %s', (model, expected) => {
    expect(address(vertex(), model)).toBe(expected);
  });

  it('streams by other methods', () => {
    expect(address(vertex(), 'claude-opus-4-6', true)).toMatch(/models\/claude-opus-4-6:streamRawPredict$/);
    expect(address(vertex(), 'gemini-2.5-pro', true)).toMatch(/:streamGenerateContent\?alt=sse$/);
  });

  it.each([
    ['europe-west1', 'claude-opus-4-6', 'https://europe-west1-aiplatform.googleapis.com/', 'europe-west1'],
    ['eu', 'gemini-2.5-pro', 'https://aiplatform.eu.rep.googleapis.com/', 'eu'],
    ['{"default":"us-east5","gemini-2.5-pro":"asia-east1"}', 'gemini-2.5-pro', 'https://asia-east1-', 'asia-east1'],
    ['{"default":"us-east5","gemini-2.5-pro":"asia-east1"}', 'claude-opus-4-6', 'https://us-east5-', 'us-east5'],
    ['{"claude-opus-4-1@20250805":"us-east5"}', 'claude-opus-4-1-20250805', 'https://us-east5-', 'us-east5'],
  ])('with the region %s calls %s at %s', (region, model, start, location) => {
    const url = address(vertex({ region }), model);
    expect(url.startsWith(start)).toBe(true);
    expect(url).toContain(`/locations/${location}/`);
  });

  it.each(['{broken', 'evil.example/', '{"default":7,"m":"a b"}'])('does not take %s for a region', (region) => {
    expect(() => address(vertex({ region }), 'm')).toThrow(misconfigured);
  });

  it('has its project from the option, else from the service account', () => {
    expect(address(vertex({ project_id: '', gcp_account: ACCOUNT }), 'm')).toContain('/projects/from-account/');
    expect(address(vertex({ gcp_account: ACCOUNT }), 'm')).toContain('/projects/p/');
    expect(() => address(vertex({ project_id: '' }), 'm')).toThrow(misconfigured);
    expect(() => address(vertex({ project_id: 'p/../x' }), 'm')).toThrow(misconfigured);
  });

  it('has no embeddings, and speaks to each family of models in its own words', () => {
    expect(fitnessOf(vertex(), 'gemini-generate', 'embed', 'gemini-x')).toBe(0);
    expect(fitnessOf(vertex(), 'gemini-generate', 'generate', 'gemini-x')).toBe(2);
    expect(fitnessOf(vertex(), 'gemini-generate', 'generate', 'claude-x')).toBe(1);
    expect(fitnessOf(vertex(), 'anthropic-messages', 'messages', 'claude-x')).toBe(2);
    const mapped = vertex({}, { modelMapping: new Map([['best', 'claude-x']]) });
    expect(fitnessOf(mapped, 'anthropic-messages', 'messages', 'best')).toBe(2);
  });

  describe('a call', () => {
    const call = (target: ChannelTarget, body: string, endpoint: 'messages' | 'generate' = 'messages') => ({
      ...{ channel: target, endpoint, model: 'm', isStream: false, origin: '', path: '', headers: [] },
      body: Buffer.from(body),
      passed: {},
    });
    const none: AccessTokens = { tokenFor: () => fail('no token is needed'), forget: () => undefined };
    const tools = (tokens: AccessTokens) => ({ tokens, now: () => 0 });

    it('of Claude names no model but a version; of Gemini it stays as it is', async () => {
      const claude = await VERTEX_PROFILE.finish!(call(vertex(), '{"model":"m","stream":true}'), tools(none));
      expect(claude.body.toString()).toBe('{"anthropic_version":"vertex-2023-10-16","stream":true}');
      const gemini = await VERTEX_PROFILE.finish!(call(vertex(), '{"contents":[]}', 'generate'), tools(none));
      expect(gemini.body.toString()).toBe('{"contents":[]}');
    });

    it('takes a key that is a token as it is, without waiting', () => {
      expect(VERTEX_PROFILE.finish!(call(vertex(), '{}'), tools(none))).toMatchObject({
        headers: ['authorization', 'Bearer token'],
      });
    });

    it('waits for a token only when there is none, and gives up one that is refused', async () => {
      const target = vertex({ gcp_account: ACCOUNT });
      const forget = jest.fn();
      const now = VERTEX_PROFILE.finish!(call(target, '{}'), tools({ tokenFor: () => 'kept', forget }));
      expect(now).toMatchObject({ headers: ['authorization', 'Bearer kept'] });
      const later = VERTEX_PROFILE.finish!(
        call(target, '{}'),
        tools({ tokenFor: () => Promise.resolve('new'), forget }),
      );
      expect(later).toBeInstanceOf(Promise);
      const finished = await later;
      expect(finished).toMatchObject({ headers: ['authorization', 'Bearer new'] });
      finished.onUnauthorized!();
      expect(forget).toHaveBeenCalledWith(expect.objectContaining({ kind: 'service-account', email: 'a@b' }), 'new');
    });

    it('asks with a refresh token when there is no account', async () => {
      const tokenFor = jest.fn(() => 't');
      const config = { client_id: 'i', client_secret: 's', refresh_token: 'r' };
      await VERTEX_PROFILE.finish!(call(vertex(config), '{}'), tools({ tokenFor, forget: () => undefined }));
      expect(tokenFor).toHaveBeenCalledWith(expect.objectContaining({ kind: 'refresh-token', refreshToken: 'r' }));
    });

    it.each<[string, Partial<ChannelTarget>]>([
      ['nothing', { key: '', config: { project_id: 'p' } }],
      ['a broken account', { key: '{"client_email":', config: { project_id: 'p' } }],
      ['half an account', { key: '{"client_email":"a"}', config: { project_id: 'p' } }],
    ])('with %s as its key is the operator’s to mend', (_, changes) => {
      expect(() => VERTEX_PROFILE.finish!(call(vertex({}, changes), '{}'), tools(none))).toThrow(misconfigured);
    });
  });
});

function fail(message: string): never {
  throw new Error(message);
}
