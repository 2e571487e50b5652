import type { ChannelTarget } from '@app/channel';
import { channel } from '../__fixtures__/channel';
import type { PassedHeaders } from '../upstream-headers';
import { BEDROCK_PROFILE } from './bedrock-profile';

const bedrock = (changes: Partial<ChannelTarget> = {}) =>
  channel({ type: 35, baseUrl: '', key: 'api-key|us-west-2', ...changes });
const CALL = { endpoint: 'messages', model: 'claude-opus-4-20250514', isStream: false } as const;
const address = (target: ChannelTarget, call: Parameters<typeof BEDROCK_PROFILE.address>[1] = CALL) => {
  const { origin, path } = BEDROCK_PROFILE.address(target, call);
  return origin + path;
};
const finish = (target: ChannelTarget, body: string, passed: PassedHeaders = {}, isStream = false) =>
  BEDROCK_PROFILE.finish!(
    {
      ...{ ...CALL, isStream, channel: target, passed, origin: 'https://x.example', path: '/model/m/invoke' },
      headers: ['content-type', 'application/json'],
      body: Buffer.from(body),
    },
    { tokens: { tokenFor: () => '', forget: () => undefined }, now: () => 0 },
  );

describe('Bedrock', () => {
  it('is called in its region, or where the channel says', () => {
    expect(address(bedrock())).toBe(
      'https://bedrock-runtime.us-west-2.amazonaws.com/model/anthropic.claude-opus-4-20250514-v1%3A0/invoke',
    );
    expect(address(bedrock({ key: 'k|cn-north-1' }), { ...CALL, isStream: true })).toBe(
      'https://bedrock-runtime.cn-north-1.amazonaws.com.cn/model/anthropic.claude-opus-4-20250514-v1%3A0/invoke-with-response-stream',
    );
    expect(address(bedrock({ baseUrl: 'https://vpc.example/x' }), { ...CALL, model: 'arn:aws:a/b' })).toBe(
      'https://vpc.example/x/model/arn%3Aaws%3Aa%2Fb/invoke',
    );
  });

  it('has other models at the Converse API', () => {
    const call = { endpoint: 'bedrock-converse', model: 'amazon.nova-pro-v1:0', isStream: true } as const;
    expect(address(bedrock({ config: { cross: 'eu' } }), call)).toMatch(
      /\/model\/eu\.amazon\.nova-pro-v1%3A0\/converse-stream$/,
    );
  });

  it('names model, stream and features as it wants them', async () => {
    const body = '{"model":"m","stream":true,"max_tokens":9,"messages":[{"n":1.0}]}';
    const { body: plain } = await finish(bedrock(), body);
    expect(plain.toString()).toBe('{"anthropic_version":"bedrock-2023-05-31","max_tokens":9,"messages":[{"n":1.0}]}');
    const passed = { 'anthropic-beta': 'context-1m-2025-08-07,new-in-2030', 'anthropic-version': '2023-06-01' };
    const { body: beta } = await finish(bedrock(), body, passed);
    expect(JSON.parse(beta.toString())).toMatchObject({ anthropic_beta: ['context-1m-2025-08-07'] });
  });

  it('sends an API key as it is, and signs with a pair', async () => {
    const headers = BEDROCK_PROFILE.headers(bedrock(), CALL, {});
    expect(headers.join(' ')).toContain('authorization Bearer api-key');
    expect((await finish(bedrock(), '{}')).headers).toEqual([]);
    const pair = bedrock({ key: 'AK|SECRET|us-west-2' });
    expect(BEDROCK_PROFILE.headers(pair, CALL, {})).not.toContain('authorization');
    const signed = (await finish(pair, '{}')).headers.join(' ');
    expect(signed).toMatch(/authorization AWS4-HMAC-SHA256 Credential=AK\/19700101\/us-west-2\/bedrock\/aws4_request/);
    expect(signed).not.toContain('SECRET');
  });

  it('has frames where it streams', async () => {
    expect((await finish(bedrock(), '{}', {}, true)).framing?.contentType).toBe('application/vnd.amazon.eventstream');
    expect((await finish(bedrock(), '{}')).framing).toBeUndefined();
  });
});
