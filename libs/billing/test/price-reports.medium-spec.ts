import { randomInt } from 'node:crypto';
import fc from 'fast-check';
import { LogType, Role } from '@app/kernel';
import { BillingApp, callRecord, tokens } from '../../../test/harness/billing-app';
import { ENGINES } from '../../../test/harness/test-database';
import type { Actor } from '../src/application/actor';
import { PriceBook } from '../src/application/price-book';
import { PricePublisher } from '../src/application/price-publisher';
import { MarginWatch } from '../src/upkeep.contract';
import type { Quote } from '../src/quote.contract';
import type { TokenUsage } from '../src/usage.contract';
import type { ModelPrice } from '../src/domain/model-price';
import type { ChannelCost, PriceList } from '../src/domain/price-list';
import { rateUsage } from '../src/domain/rate-usage';
import { resolvePrice } from '../src/domain/resolve-price';
import { PlanAdmin } from '../src/plans/plan-admin';
import { readWish } from '../src/plans/plan-rules';
import { DraftStore } from '../src/prices/draft-store';
import { EffectEstimate } from '../src/prices/effect-estimate';
import { MarginReport } from '../src/prices/margin-report';
import { PriceDrafts } from '../src/prices/price-drafts';
import { PriceHistory } from '../src/prices/price-history';

const root: Actor = { userId: 1, username: 'root', role: Role.Root, ip: '' };
const byOperator = { authorId: 1, note: 'test' };
const MODELS = ['m', 'n', 'o'];
const price = (perMillion: ModelPrice['perMillion'], more: Partial<ModelPrice> = {}): ModelPrice => ({
  ...{ perMillion, source: 'operator', sourceDate: '2026-01-01' },
  ...more,
});
const OLD = (list: PriceList): PriceList => ({
  models: new Map([
    ...list.models,
    [
      'm',
      price({ input: '2', output: '8', cacheRead: '0.2' }, { tiers: [{ above: 900, perMillion: { input: '4' } }] }),
    ],
    ['n', price({ input: '1', output: '3' }, { perToolCall: { web_search: '0.01' } })],
    ['o', price({ input: '0.1', output: '0.3' })],
  ]),
  groups: new Map([
    ['default', { factor: '1' }],
    ['vip', { factor: '0.5', overrides: { n: { factor: '0.1' } } }],
  ]),
  channelCosts: new Map<number, Map<string, ChannelCost>>([
    [7, new Map([['*', { factor: '0.6' }]])],
    [8, new Map([['m', { price: { perMillion: { input: '1', output: '1' } } }]])],
  ]),
});
const NEW = (list: PriceList): PriceList => ({
  ...OLD(list),
  models: new Map([
    ...[...list.models].filter(([model]) => model !== 'o'),
    ['m', price({ input: '3', output: '9', cacheRead: '0.3' })],
    ['n', price({ input: '1.5', output: '3' }, { perToolCall: { web_search: '0.02' } })],
  ]),
});

// Real: meter, queue, database. The calls are made up.
describe.each(ENGINES)('what calls earn, on %s', (engine) => {
  let billing: BillingApp;
  let calls = 0;

  beforeEach(async () => {
    billing = await BillingApp.start(engine);
    await billing.addUser(1, 10n ** 15n);
    await billing.get(PricePublisher).publish(OLD, byOperator);
  });

  afterEach(() => billing.remove());

  const book = () => billing.get(PriceBook);
  const secondsAgo = (seconds: number) => (billing.clock.seconds() - seconds) * 1000;

  interface Call {
    model: string;
    group: string;
    channelId: number;
    usage: TokenUsage;
    quote: Quote;
    amount: bigint;
    cost: bigint | undefined;
  }

  async function call(fields: Partial<Call> & { startedAtMs?: number } = {}): Promise<Call> {
    const { model = 'm', group = 'default', channelId = 7, usage = tokens(1_000, 100) } = fields;
    const { startedAtMs = secondsAgo(60) } = fields;
    const requestId = `r${++calls}`;
    const quote = billing.meter.quote(model, group, false)!;
    const describe = { username: 'u1', tokenName: '', requestedModel: model, ip: '', startedAtMs };
    await billing.meter.reserve({ requestId, userId: 1, tokenId: 0, isUnlimitedToken: true, amount: 1n, describe });
    const record = { requestedModel: model, upstreamModel: model, channelId, channelName: `c${channelId}`, group };
    const amount = billing.meter.settle(
      callRecord(requestId, { ...record, startedAtMs }),
      usage,
      quote,
      () => undefined,
    );
    const costQuote = book().quoteCost(channelId, model);
    const cost = costQuote === undefined ? undefined : rateUsage(costQuote, usage);
    return { model, group, channelId, usage, quote, amount, cost };
  }

  async function randomCalls(count: number): Promise<Call[]> {
    const made: Call[] = [];
    for (let i = 0; i < count; i++) {
      const usage = {
        ...tokens(randomInt(2_000), randomInt(500)),
        cacheRead: randomInt(500),
        cacheWrite5m: randomInt(9),
      };
      const extras = randomInt(3) === 0 ? { toolCalls: { web_search: randomInt(1, 4) } } : {};
      made.push(
        await call({
          model: MODELS[randomInt(MODELS.length)]!,
          group: randomInt(2) === 0 ? 'vip' : 'default',
          channelId: randomInt(7, 10),
          usage: { ...usage, ...extras },
        }),
      );
    }
    // Whoever asks for a standing waits until all is written.
    await billing.meter.standing(1, 0);
    return made;
  }

  const sum = (values: (bigint | undefined)[]) => values.reduce<bigint>((all, value) => all + (value ?? 0n), 0n);

  it('is reported by channel, model, group and day as the calls add up by hand, unknown costs apart', async () => {
    const made = await randomCalls(40);
    const marginOf = (some: Call[]) => {
      const known = some.filter(({ cost }) => cost !== undefined);
      return {
        calls: some.length,
        amount: sum(some.map(({ amount }) => amount)),
        callsOfUnknownCost: some.length - known.length,
        amountOfKnownCost: sum(known.map(({ amount }) => amount)),
        cost: sum(known.map(({ cost }) => cost)),
      };
    };
    const report = billing.get(MarginReport);
    for (const [by, keyOf] of [
      ['channel', ({ channelId }: Call) => String(channelId)],
      ['model', ({ model }: Call) => model],
      ['group', ({ group }: Call) => group],
    ] as const) {
      const { rows, total } = await report.read(by, {});
      expect(new Set(rows.map(({ key }) => key))).toEqual(new Set(made.map(keyOf)));
      for (const { key, name, ...margin } of rows) {
        expect(margin).toEqual(marginOf(made.filter((one) => keyOf(one) === key)));
        expect(name).toBe(by === 'channel' ? `c${key}` : '');
      }
      expect(rows.map(({ amount }) => amount)).toEqual(
        rows.map(({ amount }) => amount).sort((a, b) => (a < b ? 1 : -1)),
      );
      expect(total).toEqual(marginOf(made));
    }
    expect(total(await report.read('model', { to: billing.clock.seconds() - 3_600 }))).toBe(0);
  });

  it('is reported by day of UTC, in ranges that are not too long', async () => {
    const now = billing.clock.seconds();
    const today = now - (now % 86_400);
    for (const [day, count] of [
      [0, 1],
      [1, 2],
      [3, 3],
    ] as const)
      for (let i = 0; i < count; i++) await call({ startedAtMs: (today - day * 86_400) * 1000 });
    await billing.meter.standing(1, 0);
    const report = billing.get(MarginReport);
    const { rows } = await report.read('day', { from: today - 3 * 86_400, to: now });
    expect(rows.map(({ key, calls: count }) => [Number(key), count])).toEqual([
      [today - 3 * 86_400, 3],
      [today - 86_400, 2],
      [today, 1],
    ]);
    for (const range of [{ from: now, to: now - 1 }, { from: now - 93 * 86_400 }])
      await expect(report.read('day', range)).rejects.toThrow(
        expect.objectContaining({ code: 'report.range_invalid', status: 422 }) as Error,
      );
  });

  it('is exact in sums that doubles cannot hold', async () => {
    await call();
    await billing.meter.standing(1, 0);
    await billing.sql(`UPDATE logs SET amount = 9007199254740993 WHERE type = ${LogType.Consume}`);
    const { total: sums } = await billing.get(MarginReport).read('model', {});
    expect(sums.amount).toBe(9_007_199_254_740_993n);
  });

  it('is estimated for a draft: the effect is that of rating every call of the week by hand', async () => {
    const made = await randomCalls(40);
    await call({ startedAtMs: secondsAgo(8 * 86_400) });
    await billing.meter.standing(1, 0);
    const list = NEW(book().version.list);
    const effect = await billing.get(EffectEstimate).estimate(list);
    expect(effect.isComplete).toBe(true);
    const settings = { version: 0, list, ...book().rules() };
    const expected = MODELS.map((model) => {
      const some = made.filter((one) => one.model === model);
      const rated = some.map(({ group, usage }) => {
        const quote = resolvePrice(settings, model, group, false);
        return quote === undefined ? undefined : rateUsage(quote, usage);
      });
      const isSold = model !== 'o';
      return {
        model,
        calls: isSold ? some.length : 0,
        tokens: isSold
          ? sum(some.map(({ usage: u }) => BigInt(u.input + u.cacheRead + u.cacheWrite5m + u.output)))
          : 0n,
        old: isSold ? sum(some.map(({ amount }) => amount)) : 0n,
        new: sum(rated),
        unreadable: 0,
        notSold: isSold ? 0 : some.length,
      };
    });
    const found = effect.models().map((one) => ({ ...one, tokens: BigInt(one.tokens) }));
    expect(found.sort((a, b) => (a.model < b.model ? -1 : 1))).toEqual(
      expected.filter(({ calls: n, notSold }) => n + notSold > 0),
    );
  });

  it('is estimated as no change for the prices in force', async () => {
    const made = await randomCalls(30);
    const models = (await billing.get(EffectEstimate).estimate(book().version.list)).models();
    expect(models.reduce((count, one) => count + one.calls, 0)).toBe(made.length);
    for (const one of models) expect(one.new).toBe(one.old);
  });

  it('is estimated over many pages, without rows that say too little, one estimate at a time', async () => {
    await call();
    await billing.meter.standing(1, 0);
    const columns =
      'user_id, created_at, type, username, model_name, upstream_model, amount, prompt_tokens, completion_tokens, is_stream, is_estimated, price, price_group';
    const [stored] = await billing.database.query('SELECT price FROM logs WHERE type = 2');
    const text = String(stored!['price']).replaceAll("'", "''");
    const no = engine === 'postgres' ? 'false' : '0';
    const row = (priceText: string, group: string, prompt = 1_000) =>
      `(1, ${billing.clock.seconds() - 100}, 2, 'u1', 'm', 'm', 2000000, ${prompt}, 0, ${no}, ${no}, ${priceText}, '${group}')`;
    const rows = Array.from({ length: 2_100 }, () => row(`'${text}'`, 'default'));
    const odd = [row('NULL', 'default'), row("'no JSON'", 'default'), row("'null'", 'default'), row(`'${text}'`, '')];
    const negative = row(`'${text.replace(/\}$/, ',"usage":{"cacheWrite5m":2000}}')}'`, 'default');
    for (const some of [rows.slice(0, 1_050), rows.slice(1_050), [...odd, negative]])
      await billing.database.execute(`INSERT INTO logs (${columns}) VALUES ${some.join(', ')}`);
    const estimates = billing.get(EffectEstimate);
    const running = estimates.estimate(book().version.list);
    await expect(estimates.estimate(book().version.list)).rejects.toThrow(
      expect.objectContaining({ code: 'price.estimate_running', status: 429 }) as Error,
    );
    expect((await running).models()).toMatchObject([{ model: 'm', calls: 2_101, unreadable: 5, notSold: 0 }]);
  });

  it('names the routes that a draft would lose money on, by the traffic there was', async () => {
    await call({ model: 'm', group: 'vip', channelId: 7 });
    await call({ model: 'm', group: 'default', channelId: 7 });
    await call({ model: 'm', group: 'vip', channelId: 9 });
    await billing.meter.standing(1, 0);
    const effect = await billing.get(EffectEstimate).estimate(book().version.list);
    expect(effect.routesBelowCost()).toMatchObject([{ channelId: 7, model: 'm', group: 'vip', calls: 1 }]);
  });

  it('is told where a route lost money within the last hour, once a day', async () => {
    await call({ group: 'vip', channelId: 7 });
    await call({ group: 'vip', channelId: 7 });
    await call({ group: 'default', channelId: 7 });
    await call({ group: 'vip', channelId: 9 });
    await call({ model: 'n', group: 'vip', channelId: 7, startedAtMs: secondsAgo(3_700) });
    await billing.meter.standing(1, 0);
    const watch = billing.get(MarginWatch);
    const losses = await watch.untold();
    expect(losses).toMatchObject([{ channelId: 7, model: 'm', group: 'vip', calls: 2 }]);
    expect(losses[0]!.amount < losses[0]!.cost).toBe(true);
    await watch.markTold(losses);
    await watch.markTold(losses);
    expect(await watch.untold()).toEqual([]);
    billing.clock.pass(1);
    await call({ group: 'vip', channelId: 7 });
    await billing.meter.standing(1, 0);
    expect(await watch.untold()).toMatchObject([{ group: 'vip', calls: 1 }]);
  });

  it('counts what a plan paid: it is worth as much to whoever compares it with its cost', async () => {
    const windows = [{ length: 'day', metric: 'money', limit_usd: '0.004' } as const];
    const terms = readWish({ name: 'a,"plan":{"subscription":', duration_days: 30, windows });
    const more = { price: 0n, isEnabled: true, perUserLimit: 0, sort: 0 };
    const plan = await billing.get(PlanAdmin).create(root, { terms, ...more });
    await billing.get(PlanAdmin).grant(root, plan, 1, undefined);
    await call({ channelId: 7 });
    await billing.meter.standing(1, 0);
    const [row] = await billing.database.query('SELECT amount, cost_amount FROM logs WHERE type = 2');
    expect([BigInt(row!['amount'] as string), BigInt(row!['cost_amount'] as string)]).toEqual([800_000n, 2_880_000n]);
    const { total: sums } = await billing.get(MarginReport).read('model', {});
    expect(sums).toMatchObject({ amount: 4_800_000n, amountOfKnownCost: 4_800_000n, cost: 2_880_000n });
    expect(await billing.get(MarginWatch).untold()).toEqual([]);
    const [effect] = (await billing.get(EffectEstimate).estimate(book().version.list)).models();
    expect(effect).toMatchObject({ old: 4_800_000n, new: 4_800_000n });
  });

  it('stays the same for every model and group when a draft is published and rolled back', async () => {
    const quotesOf = () => {
      const { list } = book().version;
      return [...list.models.keys()].flatMap((model) =>
        ['default', 'vip', 'svip'].map((group) => {
          const { version: _version, priceText: _text, ...quote } = billing.meter.quote(model, group, false) ?? {};
          return [model, group, quote, rateOfCost(model)];
        }),
      );
    };
    const rateOfCost = (model: string) => book().quoteCost(7, model)?.groupFactorPpm;
    const before = quotesOf();
    const start = book().version.id;
    const amount = fc.nat({ max: 1_000 }).map((n) => String(n / 100));
    const edits = fc.record({
      models: fc.dictionary(
        fc.constantFrom('m', 'n', 'gpt-4o', 'brand-new'),
        fc.oneof(
          fc.record({ perMillion: fc.record({ input: amount, output: amount }) }),
          fc.record({ perCall: amount }),
        ),
        { minKeys: 1, noNullPrototype: true },
      ),
      groups: fc.dictionary(fc.constantFrom('default', 'vip'), fc.record({ factor: amount }), {
        noNullPrototype: true,
      }),
      channelCosts: fc.dictionary(fc.constantFrom('7', '9'), fc.record({ '*': fc.record({ factor: amount }) }), {
        noNullPrototype: true,
      }),
    });
    let published = 0;
    await fc.assert(
      fc.asyncProperty(edits, async (edit) => {
        const created = await billing.get(PriceDrafts).create(root, 'property');
        const draft = await billing.get(PriceDrafts).edit(root, created, edit);
        await billing.get(PriceDrafts).publish(root, draft);
        published++;
        expect(book().version.list.models.get(Object.keys(edit.models)[0]!)?.source).toBe('operator');
        await billing.get(PriceHistory).rollBack(root, start);
        expect(quotesOf()).toEqual(before);
      }),
      { numRuns: engine === 'sqlite' ? 15 : 3 },
    );
    expect(book().version.id).toBe(start + 2 * published);
    expect((await billing.get(DraftStore).list({ skip: 0, take: 100 }, 'published')).total).toBe(published);
  });
});

function total({ total: sums }: { total: { calls: number } }): number {
  return sums.calls;
}
