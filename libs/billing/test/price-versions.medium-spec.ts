import { Clock, LogType, Role } from '@app/kernel';
import { EventBus, OptionStore, UnitOfWork } from '@app/platform';
import { BillingApp, callRecord, tokens } from '../../../test/harness/billing-app';
import { ENGINES } from '../../../test/harness/test-database';
import { BillingRefresh } from '../src/upkeep.contract';
import { PriceBook } from '../src/application/price-book';
import { PriceOptionBacking } from '../src/application/price-option-backing';
import { PricePublisher } from '../src/application/price-publisher';
import { PriceVersions, type PriceVersion } from '../src/application/price-versions';
import type { PriceList } from '../src/domain/price-list';
import { PriceHistory } from '../src/prices/price-history';

const refusal = (code: string, status: number) => expect.objectContaining({ code, status }) as Error;
const byOperator = { authorId: 1, note: 'test' };
const root = { userId: 1, username: 'root', role: Role.Root, ip: '' };

describe.each(ENGINES)('versions of the price list on %s (real: database, options; no relay)', (engine) => {
  let billing: BillingApp;

  beforeEach(async () => {
    billing = await BillingApp.start(engine);
  });

  afterEach(() => billing.remove());

  const options = () => billing.get(OptionStore);
  const ratioOf = (model: string) => {
    const quote = billing.meter.quote(model, 'default', false);
    return quote?.kind === 'ratio' ? quote.modelRatio : undefined;
  };
  const rows = () =>
    billing.database.query('SELECT id, status, author_id, note FROM price_versions ORDER BY id') as Promise<
      { id: number; status: string }[]
    >;
  const setModels = (models: Record<string, string>) => (list: PriceList) => ({
    ...list,
    models: new Map([
      ...list.models,
      ...Object.entries(models).map(
        ([name, input]) =>
          [name, { perMillion: { input }, source: 'operator', sourceDate: '2026-01-01' }] as [string, never],
      ),
    ]),
  });
  /** Another book on the same database: what a second node knows, without its process. */
  const otherNode = () =>
    PriceBook.open(
      billing.get(PriceVersions),
      { register: () => undefined, get: () => undefined } as unknown as OptionStore,
      billing.get(Clock),
      { subscribe: () => () => undefined } as unknown as EventBus,
    );

  it('begin with the seed on the first start, and go on with what is there on the next', async () => {
    expect(await rows()).toMatchObject([{ id: 1, status: 'published' }]);
    expect(ratioOf('gpt-4o')).toBe(1.25);
    expect(JSON.parse(options().text('GroupRatio')!)).toEqual({ default: 1, vip: 1, svip: 1 });
    await options().set('ModelRatio', '{"gpt-4o":7.3}');
    await billing.close();
    await billing.open();
    expect(ratioOf('gpt-4o')).toBe(7.3);
    expect(await rows()).toHaveLength(2);
  });

  it('begin with what was stored as options on a database of an older version', async () => {
    await billing.close();
    await billing.database.execute('DELETE FROM price_versions');
    const key = engine === 'mysql' ? '`key`' : '"key"';
    for (const [name, value] of [
      ['ModelRatio', '{"gpt-4o":3,"mine":0.01}'],
      ['CompletionRatio', '{"mine":7.3}'],
      ['GroupRatio', '{"default":2}'],
      ['CacheRatio', 'no JSON'],
    ])
      await billing.database.execute(`INSERT INTO options (${key}, value) VALUES ('${name}', '${value}')`);
    await billing.open();
    const quote = (model: string, perCall = false) => billing.meter.quote(model, 'default', perCall);
    // What a person had priced costs what it did: cache reads of gpt-4o were text.
    expect(quote('gpt-4o')).toMatchObject({
      modelRatio: 3,
      completionRatio: 4,
      ownPerMillion: undefined,
      groupRatio: 2,
    });
    expect(quote('mine')).toMatchObject({ inputPerMillion: 20_000_000n, outputPerMillion: 146_000_000n });
    expect(quote('gpt-4')).toBeUndefined();
    expect(quote('mj_imagine', true)).toMatchObject({ kind: 'per-call', priceUsd: 0.1 });
    expect(JSON.parse(options().text('ModelRatio')!)).toEqual({ 'gpt-4o': 3, mine: 0.01 });
  });

  it('begin in spite of stored prices that can no longer be, which cost the others nothing', async () => {
    await billing.close();
    await billing.database.execute('DELETE FROM price_versions');
    const key = engine === 'mysql' ? '`key`' : '"key"';
    const ratios = { mine: 0.3, much: 6e8, more: 1e12, little: 1e-45, '': 1, ['x'.repeat(192)]: 1 };
    for (const [name, value] of [
      ['ModelRatio', JSON.stringify(ratios)],
      ['GroupRatio', JSON.stringify({ default: 2, ['g'.repeat(65)]: 1 })],
    ])
      await billing.database.execute(`INSERT INTO options (${key}, value) VALUES ('${name}', '${value}')`);
    await billing.open();
    expect(JSON.parse(options().text('ModelRatio')!)).toEqual({ mine: 0.3, much: 5e8, more: 5e8, little: 0 });
    expect(JSON.parse(options().text('GroupRatio')!)).toEqual({ default: 2 });
  });

  it('are published by a change of an option, in force at once, and only when something changes', async () => {
    const changed: string[] = [];
    billing.get(EventBus).subscribe('option.changed', ({ key }) => void changed.push(key));
    await options().set('ModelRatio', '{"m":0.01,"n":7.3}');
    expect([ratioOf('m'), ratioOf('n'), ratioOf('gpt-4o')]).toEqual([0.01, 7.3, undefined]);
    expect(options().text('ModelRatio')).toBe('{"m":0.01,"n":7.3}');
    await options().set('ModelRatio', ' {"n":7.30,"m":1e-2} ');
    expect(await rows()).toMatchObject([{ id: 1 }, { id: 2, status: 'published', note: 'option ModelRatio' }]);
    await options().reload();
    expect(
      options()
        .list()
        .find(({ key }) => key === 'ModelRatio')?.value,
    ).toBe('{"m":0.01,"n":7.3}');
    expect(changed).toEqual(['ModelRatio', 'ModelRatio']);
  });

  it('D53, D59, B-74: stay as they are when an option is put that cannot be', async () => {
    for (const bad of ['{', '[]', 'null', '{"a":-1}', '{"a":"1"}', '{"a":1e300}', '{"a":1e-60}', '{"a":6e8}'])
      await expect(options().set('ModelRatio', bad)).rejects.toThrow(refusal('option.value_invalid', 422));
    expect(await rows()).toHaveLength(1);
    expect(ratioOf('gpt-4o')).toBe(1.25);
  });

  it('take options longer than the table of options could', async () => {
    const many = Object.fromEntries(Array.from({ length: 5_000 }, (_, i) => [`model-with-a-long-name-${i}`, 1]));
    await options().set('ModelRatio', JSON.stringify(many));
    expect(ratioOf('model-with-a-long-name-4999')).toBe(1);
    expect(Object.keys(JSON.parse(options().text('ModelRatio')!) as object)).toHaveLength(5_000);
  });

  it('change nothing when the surrounding transaction fails', async () => {
    const work = billing.get(UnitOfWork).run(async () => {
      await options().set('ModelRatio', '{"m":1}');
      throw new Error('later step');
    });
    await expect(work).rejects.toThrow('later step');
    expect([ratioOf('m'), (await rows()).length]).toEqual([undefined, 1]);
  });

  it('lose no change of several at once', async () => {
    const publisher = billing.get(PricePublisher);
    const names = ['a', 'b', 'c', 'd', 'e', 'f'];
    await Promise.all(names.map((name) => publisher.publish(setModels({ [name]: '2' }), byOperator)));
    expect(names.map(ratioOf)).toEqual(names.map(() => 1));
    expect((await rows()).map(({ id }) => id)).toEqual([1, 2, 3, 4, 5, 6, 7]);
  });

  it('lose no change of a node whose clock is behind, and none that is given a time in the past', async () => {
    const clock = billing.get(Clock);
    const behind = { seconds: () => clock.seconds() - 30, now: () => clock.now() - 30_000 };
    const late = new PriceVersions(billing.get(UnitOfWork), behind);
    await billing.get(PricePublisher).publish(setModels({ a: '2' }), byOperator);
    expect((await late.inForce())?.id).toBe(2);
    await late.publish(setModels({ b: '2' }), byOperator);
    await billing.get(PriceBook).reload();
    expect(['a', 'b'].map(ratioOf)).toEqual([1, 1]);
    const anHourAgo = clock.seconds() - 3_600;
    await billing.get(PricePublisher).publish(setModels({ c: '2' }), { ...byOperator, validFrom: anHourAgo });
    expect(['a', 'b', 'c'].map(ratioOf)).toEqual([1, 1, 1]);
  });

  it('reach another node at its next reading', async () => {
    const other = await otherNode();
    await options().set('ModelRatio', '{"m":5}');
    expect(other.version.id).toBe(1);
    await other.reload();
    expect([other.version.id, other.version.list.models.get('m')?.perMillion?.input]).toEqual([2, '10']);
    await billing.get(PriceVersions).publish(setModels({ m: '6' }), byOperator);
    expect(ratioOf('m')).toBe(5);
    await billing.get(BillingRefresh).refresh();
    expect(ratioOf('m')).toBe(3);
    other.onModuleDestroy();
  });

  it('that are scheduled wait, while one taken back gives way to the one before', async () => {
    const soon = billing.get(Clock).seconds() + 3_600;
    await billing.get(PricePublisher).publish(setModels({ m: '8' }), { ...byOperator, validFrom: soon });
    expect(ratioOf('m')).toBeUndefined();
    expect(await billing.get(PriceVersions).nextChangeAt()).toBe(soon);
    await billing.get(PricePublisher).publish(setModels({ m: '4' }), byOperator);
    expect(ratioOf('m')).toBe(2);
    await billing.sql("UPDATE price_versions SET status = 'cancelled' WHERE id = 3");
    await billing.get(PriceBook).reload();
    expect(ratioOf('m')).toBeUndefined();
  });

  describe('that are still to come', () => {
    const at = (minutes: number) => billing.get(Clock).seconds() + minutes * 60;
    const inputs = (version: PriceVersion | undefined) =>
      Object.fromEntries(['a', 'b', 'c'].map((m) => [m, version?.list.models.get(m)?.perMillion?.input]));
    const publish = (models: Record<string, string>, validFrom?: number) =>
      billing
        .get(PricePublisher)
        .publish(setModels(models), { ...byOperator, ...(validFrom !== undefined && { validFrom }) });
    const then = (minutes: number) => billing.get(PriceVersions).inForce(at(minutes));

    it('have what is changed before their time, by an option, a publication or a roll back, and keep their own', async () => {
      await publish({ a: '1', b: '1' });
      const promised = await publish({ a: '8' }, at(60));
      await options().set('ModelRatio', '{"a":2,"b":2}');
      expect(inputs(await then(0))).toEqual({ a: '4', b: '4', c: undefined });
      expect(inputs(await then(61))).toEqual({ a: '8', b: '4', c: undefined });
      await publish({ c: '5' });
      expect(inputs(await then(61))).toEqual({ a: '8', b: '4', c: '5' });
      const [scheduled, ...others] = await billing.get(PriceVersions).scheduled();
      expect([scheduled!.validFrom, others]).toEqual([promised!.validFrom, []]);
      await billing.get(PriceHistory).rollBack(root, 2);
      expect(inputs(await then(61))).toEqual({ a: '8', b: '1', c: undefined });
    });

    it('never change under one number, and are untouched by what they set themselves', async () => {
      await publish({ a: '1' });
      const promised = (await publish({ a: '8' }, at(60)))!;
      await publish({ a: '2' });
      expect((await then(61))?.id).toBe(promised.id);
      await publish({ b: '2' });
      expect((await then(61))?.id).not.toBe(promised.id);
      expect(await billing.get(PriceVersions).find(promised.id)).toEqual(promised);
      expect((await rows()).find(({ id }) => id === promised.id)).toMatchObject({ status: 'cancelled' });
    });

    it('are changes of one another: one put before, or taken back, is found in those after it', async () => {
      await publish({ a: '1', b: '1', c: '1' });
      await publish({ c: '9' }, at(120));
      const first = (await publish({ a: '3' }, at(60)))!;
      await publish({ b: '3' }, at(120));
      expect(inputs(await then(61))).toEqual({ a: '3', b: '1', c: '1' });
      expect(inputs(await then(121))).toEqual({ a: '3', b: '3', c: '9' });
      await billing.get(PriceHistory).cancel(root, first.id);
      expect(inputs(await then(61))).toEqual({ a: '1', b: '1', c: '1' });
      expect(inputs(await then(121))).toEqual({ a: '1', b: '3', c: '9' });
    });

    it('come into force with all of it, in their order', async () => {
      await publish({ a: '1' });
      await publish({ a: '3' }, at(1_440));
      await publish({ a: '5' }, at(2 * 1_440));
      await publish({ b: '7' });
      billing.clock.pass(1.5);
      await billing.get(PriceBook).reload();
      expect(inputs(billing.get(PriceBook).version)).toEqual({ a: '3', b: '7', c: undefined });
      billing.clock.pass(1);
      await billing.get(PriceBook).reload();
      expect(inputs(billing.get(PriceBook).version)).toEqual({ a: '5', b: '7', c: undefined });
      expect(await billing.get(PriceVersions).scheduled()).toEqual([]);
    });

    it('are not what another node published whose clock is ahead, and such cannot be cancelled', async () => {
      const clock = billing.get(Clock);
      const ahead = { seconds: () => clock.seconds() + 30, now: () => clock.now() + 30_000 };
      const version = await new PriceVersions(billing.get(UnitOfWork), ahead).publish(
        setModels({ a: '2' }),
        byOperator,
      );
      expect(await billing.get(PriceVersions).scheduled()).toEqual([]);
      await expect(billing.get(PriceHistory).cancel(root, version!.id)).rejects.toThrow(
        refusal('price.version_not_scheduled', 409),
      );
    });

    it('lose no change of several at once', async () => {
      await publish({ x: '1' }, at(60));
      const names = ['a', 'b', 'c'];
      await Promise.all(names.map((name, i) => publish({ [name]: '2' }, i === 1 ? at(30) : undefined)));
      expect(inputs(await then(61))).toEqual({ a: '2', b: '2', c: '2' });
      expect((await then(61))?.list.models.get('x')?.perMillion?.input).toBe('1');
    });
  });

  it('keep a list that cannot be read again out of the table', async () => {
    await expect(billing.get(PricePublisher).publish(setModels({ m: 'dear' }), byOperator)).rejects.toThrow(
      refusal('price.list_invalid', 422),
    );
    expect(await rows()).toHaveLength(1);
  });

  it('give the same texts until they change, so that reading an option costs a map access', () => {
    const backing = billing.get(PriceOptionBacking);
    expect(backing.text('ModelRatio')).toBe(backing.text('ModelRatio'));
  });

  describe('and the log', () => {
    const settle = async (requestId: string, model: string, channelId: number) => {
      const quote = billing.meter.quote(model, 'default', false)!;
      const amount = billing.meter.estimate(quote, 1_000, 0);
      const describe = { username: 'u1', tokenName: '', requestedModel: model, ip: '', startedAtMs: 0 };
      const request = { requestId, userId: 1, tokenId: 0, isUnlimitedToken: true, amount, describe };
      expect(await billing.meter.reserve(request)).toEqual({ ok: true });
      const call = callRecord(requestId, { requestedModel: model, upstreamModel: model, channelId });
      return billing.meter.settle(call, tokens(1_000, 0), quote, () => undefined);
    };
    const logRow = async (requestId: string) => {
      await billing.meter.standing(1, 0);
      const [row] = await billing.database.query(
        `SELECT amount, cost_amount, price FROM logs WHERE request_id = '${requestId}' AND type = ${LogType.Consume}`,
      );
      return row!;
    };

    beforeEach(() => billing.addUser(1, 0n));

    it('has what the supplier takes beside what was charged, and the version of the price', async () => {
      await billing.ledger.post({ userId: 1, operation: 'opening', key: 'more', amount: 1_000_000_000n });
      await billing
        .get(PricePublisher)
        .publish(
          (list) => ({ ...list, channelCosts: new Map([[7, new Map([['*', { factor: '0.6' }]])]]) }),
          byOperator,
        );
      await settle('known', 'gpt-4o', 7);
      await settle('unknown', 'gpt-4o', 8);
      const known = await logRow('known');
      expect([BigInt(known['amount'] as string), BigInt(known['cost_amount'] as string)]).toEqual([
        2_500_000n,
        1_500_000n,
      ]);
      expect(JSON.parse(known['price'] as string)).toMatchObject({ version: 2, input_per_million: '2.5' });
      expect((await logRow('unknown'))['cost_amount']).toBeNull();
    });

    it('shows that a free model needs no balance and costs nothing', async () => {
      await billing.get(PricePublisher).publish(
        (list) => ({
          ...list,
          models: new Map([...list.models, ['gratis', { isFree: true, source: 'operator', sourceDate: '2026-01-01' }]]),
        }),
        byOperator,
      );
      expect(await settle('free', 'gratis', 0)).toBe(0n);
      expect(BigInt((await logRow('free'))['amount'] as string)).toBe(0n);
    });
  });
});
