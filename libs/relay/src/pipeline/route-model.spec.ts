import type { Quote, ReserveRequest, UsageMeter } from '@app/billing';
import type { ChannelSelector } from '@app/channel';
import type { Caller } from '@app/user';
import { decodeCall } from '../adapters/decode-call';
import { NO_LIMITS } from '../limits/__fixtures__/no-limits';
import { AdmitRequest } from './admit-request';
import { RelayCall } from './relay-call';
import type { ReplyWriter } from './reply-writer';
import { RouteModel } from './route-model';

const LISTED = ['claude-4', 'claude-4-thinking', 'kimi-k2', 'kimi-k2-thinking', 'o3'];
const models = new RouteModel({ modelsOf: () => LISTED } as unknown as ChannelSelector);

describe('the model behind a name (made up: the channels’ models, the meter)', () => {
  it.each([
    ['o3', 'o3', undefined],
    ['o3-high', 'o3', 'o3'],
    ['kimi-k2-high', 'kimi-k2', 'kimi-k2'],
    ['kimi-k2-thinking', 'kimi-k2-thinking', undefined],
    ['claude-4-thinking', 'claude-4-thinking', 'claude-4'],
    ['claude-4-nothinking', 'claude-4', 'claude-4'],
    ['unknown-high', 'unknown-high', undefined],
  ])('%s is looked for as %s, with the price of %s at need', (model, served, base) => {
    expect(models.routeOf(model, 'default', 'chat')).toEqual({ served, base });
  });

  it('is not looked for in calls without thinking', () => {
    expect(models.routeOf('o3-high', 'default', 'embeddings')).toEqual({ served: 'o3-high', base: undefined });
  });

  function admit(model: string, allowed: string[] | null) {
    const quote = jest.fn((_model: string, _group: string, _perCall: boolean, _base?: string) => ({}) as Quote);
    const meter = {
      quote,
      worstCase: () => 1n,
      defaultAnswerTokens: () => 1,
      longestAnswerTokens: () => 1,
      estimate: () => 1n,
      reserve: (_: ReserveRequest) => ({ ok: true }),
    } as unknown as UsageMeter;
    const call = new RelayCall('id', 0, '', {} as ReplyWriter);
    call.caller = { allowedModels: allowed === null ? null : new Set(allowed), group: 'default' } as unknown as Caller;
    call.request = decodeCall(
      'chat',
      Buffer.from(JSON.stringify({ model, messages: [{ role: 'user', content: 'hi' }] })),
    );
    return { outcome: new AdmitRequest(meter, models, NO_LIMITS).admit(call), call, prices: quote.mock.calls };
  }

  it('may be used by whoever may use the model, and costs what that costs unless it has a price', () => {
    const { outcome, call, prices } = admit('o3-high', ['o3']);
    expect(outcome).toEqual({ ok: true });
    expect(call.servedModel).toBe('o3');
    expect(prices).toEqual([['o3-high', 'default', undefined, 'o3']]);
  });

  it('is no way to a model of its own', () => {
    expect(admit('kimi-k2-thinking', ['kimi-k2']).outcome).toMatchObject({ ok: false, error: { status: 403 } });
    expect(admit('kimi-k2-thinking', null).prices).toEqual([['kimi-k2-thinking', 'default', undefined, undefined]]);
  });
});
