import type { ReserveOutcome, UsageMeter } from '@app/billing';
import type { ChannelSelector, ChannelTarget, ChannelWish } from '@app/channel';
import { Calendar, SystemClock } from '@app/kernel';
import { AdmitRequest } from '../../pipeline/admit-request';
import { ChooseChannel } from '../../pipeline/choose-channel';
import { RelayCall } from '../../pipeline/relay-call';
import type { ReplyWriter } from '../../pipeline/reply-writer';
import type { RouteModel } from '../../pipeline/route-model';
import type { LimitStore, Take } from '../counters/limit-store';
import { MemoryLimitStore } from '../counters/memory-limit-store';
import { LimitIndex } from '../domain/limit-index';
import type { LimitRule } from '../domain/limit-rule';
import { CallLimits } from './call-limits';
import type { LimitsInForce } from './limits-in-force';

const clock = new SystemClock();
const rolling = { kind: 'rolling', seconds: 60 } as const;
const rule = (id: string, fields: Partial<LimitRule>): LimitRule => ({
  id,
  subjectKind: 'user',
  subject: '1',
  model: '',
  metric: 'requests',
  window: rolling,
  amount: 1n,
  ...fields,
});

/** Real: rules and counters in memory. Simulated: prices and balances. */
function world(rules: LimitRule[], reserve: () => ReserveOutcome | Promise<ReserveOutcome> = () => ({ ok: true })) {
  const memory = new MemoryLimitStore(clock);
  const inForce = { index: new LimitIndex(rules), calendar: new Calendar('UTC') } as LimitsInForce;
  const reserved = jest.fn(reserve);
  const meter = {
    quote: () => ({}),
    estimate: () => 100n,
    worstCase: () => 100n,
    defaultAnswerTokens: () => 10,
    longestAnswerTokens: () => 10,
    reserve: reserved,
  } as unknown as UsageMeter;
  const routes = { routeOf: (model: string) => ({ served: model, base: undefined }) } as unknown as RouteModel;
  const admission = (limits: CallLimits) => new AdmitRequest(meter, routes, limits);
  const limitsOn = (store: LimitStore) => new CallLimits(inForce, store, clock);
  return { memory, reserved, admission, limitsOn };
}

let calls = 0;
function callOf(): RelayCall {
  const call = new RelayCall(`call ${calls++}`, 0, '', {} as ReplyWriter);
  call.caller = { userId: 1, tokenId: 2, group: 'default', allowedModels: null } as unknown as RelayCall['caller'];
  call.request = {
    model: 'm',
    endpoint: 'chat',
    dialect: 'openai-chat',
    promptTokens: 5,
    answerTokens: 10,
    choices: 1,
  } as RelayCall['request'];
  return call;
}

describe('the limits of a call', () => {
  it('take nothing when the money is not there', () => {
    const error = { code: 'insufficient_user_quota' } as never;
    const outcomes: ReserveOutcome[] = [{ ok: false, error }, { ok: true }];
    const { memory, admission, limitsOn } = world([rule('1', {})], () => outcomes.shift()!);
    const limits = limitsOn(memory);
    expect(admission(limits).admit(callOf())).toEqual({ ok: false, error });
    expect(admission(limits).admit(callOf())).toEqual({ ok: true });
    expect(admission(limits).admit(callOf())).toMatchObject({
      ok: false,
      error: { code: 'limit_exceeded', param: 'requests' },
    });
  });

  it('are put right once, and places are free after any end', () => {
    const { memory, admission, limitsOn } = world([
      rule('1', { metric: 'concurrency', window: { kind: 'none' } }),
      rule('2', { metric: 'tokens', amount: 40n }),
      rule('3', { metric: 'money', amount: 250n }),
    ]);
    const limits = limitsOn(memory);
    const admit = (call = callOf()) => [admission(limits).admit(call), call] as const;
    const [, first] = admit();
    expect(admit()[0]).toMatchObject({ ok: false, error: { param: 'concurrency' } });
    limits.end(first, { tokens: 30, money: 20n });
    limits.end(first, { tokens: 0, money: 0n });
    // 30 tokens and 20 nano-dollars are used: another 15 tokens do not fit.
    expect(admit()[0]).toMatchObject({ ok: false, error: { param: 'tokens' } });
    limits.end(first);
    expect(admit()[0]).toMatchObject({ ok: false, error: { param: 'tokens' } });
  });

  it('are closed again when the caller leaves while Redis is asked, and no money is held', async () => {
    const { memory, reserved, admission, limitsOn } = world([rule('1', {})]);
    let answer!: () => void;
    const slow = {
      take: (id: string, takes: readonly Take[]) =>
        new Promise((resolve) => (answer = () => resolve(memory.take(id, takes)))),
      close: memory.close.bind(memory),
    } as unknown as LimitStore;
    const call = callOf();
    const admitted = admission(limitsOn(slow)).admit(call);
    call.isSettled = true;
    answer();
    expect(await admitted).toMatchObject({ ok: false });
    expect(reserved).not.toHaveBeenCalled();
    expect(admission(limitsOn(memory)).admit(callOf())).toEqual({ ok: true });
  });
});

describe('the limits of channels', () => {
  const channels = [1, 2].map((id) => ({ id, name: `c${id}` }) as ChannelTarget);
  const selector = {
    select: ({ excluded }: ChannelWish) => {
      const channel = channels.find(({ id }) => !excluded.has(id));
      return channel === undefined ? { ok: false, error: { code: 'no_available_channel' } } : { ok: true, channel };
    },
  } as unknown as ChannelSelector;
  const onChannel = (id: number, fields: Partial<LimitRule>) =>
    rule(`${id}`, { subjectKind: 'channel', subject: String(id), ...fields });

  function choosing(rules: LimitRule[]) {
    const { memory, limitsOn } = world(rules);
    const limits = limitsOn(memory);
    const choice = new ChooseChannel(selector, limits);
    const begin = () => {
      const call = callOf();
      call.expected = { tokens: 15, money: 100n };
      return call;
    };
    const choose = (call = begin()) => {
      const selection = choice.choose(call, undefined) as Exclude<
        ReturnType<ChooseChannel['choose']>,
        Promise<unknown>
      >;
      return selection.ok ? selection.channel.id : selection.error;
    };
    return { limits, choose, begin };
  }

  it('pass a full channel over, and refuse with the soonest of all when none is left', () => {
    const { choose } = choosing([
      onChannel(1, { window: { kind: 'rolling', seconds: 3_600 } }),
      onChannel(2, { window: rolling }),
    ]);
    expect([choose(), choose()]).toEqual([1, 2]);
    const refusal = choose() as { retryAfterSeconds: number };
    expect(refusal).toMatchObject({ code: 'limit_exceeded', status: 429 });
    expect(refusal.retryAfterSeconds).toBeLessThanOrEqual(61);
  });

  it('get tokens back from an attempt that came to nothing, and the next attempt may go there again', () => {
    const { limits, choose, begin } = choosing([onChannel(1, { metric: 'tokens', amount: 20n })]);
    const call = begin();
    expect(choose(call)).toBe(1);
    expect(choose()).toBe(2);
    limits.leaveChannel(call);
    expect(choose()).toBe(1);
  });
});
