import fc from 'fast-check';
import { BillingApp, callRecord, tokens } from '../../../test/harness/billing-app';
import { ENGINES } from '../../../test/harness/test-database';
import { WalletRepository } from '../src/persistence/wallet.repository';
import { EagerWallet, walletLives, type WalletStep } from './support/eager-wallet';

const USD = 1_000_000_000n;
const DAY_SECONDS = 86_400;

describe.each(ENGINES)('balance lots on %s (real: database, meter; simulated: clock)', (engine) => {
  let billing: BillingApp;

  afterEach(() => billing.remove());

  const start = async (variables: Record<string, string> = {}) => {
    billing = await BillingApp.start(engine, variables);
    await billing.addUser(1, 0n);
  };
  const credit = (key: string, amount: bigint, days: number | null, userId = 1) =>
    billing.ledger.post({ userId, operation: 'top-up', key, amount, lot: { endsAt: endOf(days) } });
  const endOf = (days: number | null) =>
    days === null ? null : Math.floor(billing.clock.seconds() + days * DAY_SECONDS);
  /** gpt-4o: 2 500 nano-dollars per input token. */
  const spend = async (requestId: string, usd: number) => {
    const describe = {
      username: 'u1',
      tokenName: '',
      requestedModel: 'gpt-4o',
      ip: '',
      startedAtMs: 1_700_000_000_000,
    };
    await billing.meter.reserve({ requestId, userId: 1, tokenId: 0, isUnlimitedToken: true, amount: 1n, describe });
    const quote = billing.meter.quote('gpt-4o', 'default', false)!;
    billing.meter.settle(callRecord(requestId), tokens(usd * 400_000, 0), quote, () => undefined);
  };
  const balance = async () => (await billing.meter.standing(1, 0)).userBalance;
  const held = async () =>
    (await billing.lots.list(1)).map((lot) => [lot.operationKey, Number(lot.remaining) / Number(USD)]);

  it('end for everybody else when they cannot be ended for one', async () => {
    await start();
    await billing.addUser(2, 0n);
    for (const userId of [1, 2]) await credit(`of ${userId}`, USD, 1, userId);
    billing.clock.pass(2);
    const wallets = billing.get(WalletRepository);
    const lock = wallets.lock.bind(wallets);
    const failing = jest
      .spyOn(wallets, 'lock')
      .mockImplementation((userId) => (userId === 1 ? Promise.reject(new Error('row is damaged')) : lock(userId)));
    await expect(billing.lots.expireDue()).rejects.toThrow('1 of 2 failed');
    expect(await billing.lots.list(2)).toEqual([]);
    failing.mockRestore();
    expect(await billing.lots.expireDue()).toBe(1);
    expect(await balance()).toBe(0n);
  });

  describe.each([
    ['', {}],
    [' with BATCH_UPDATE_ENABLED', { BATCH_UPDATE_ENABLED: 'true', BATCH_UPDATE_INTERVAL: '3600' }],
  ])('acceptance 10%s:', (_, variables: Record<string, string>) => {
    it('10 for 30 days and 10 without end, 5 spent, 31 days on: 10 are left', async () => {
      await start(variables);
      await credit('limited', 10n * USD, 30);
      await credit('endless', 10n * USD, null);
      await spend('a', 5);
      expect(await held()).toEqual([
        ['limited', 5],
        ['endless', 10],
      ]);
      billing.clock.pass(31);
      expect(await billing.lots.expireDue()).toBe(1);
      expect(await balance()).toBe(10n * USD);
      expect(await held()).toEqual([['endless', 10]]);
      expect(await billing.ledger.verify()).toEqual([]);
    });

    it('a charge that is only in memory is not removed a second time by the end of its lot', async () => {
      await start(variables);
      await credit('limited', 10n * USD, 30);
      billing.clock.pass(31);
      await spend('a', 10);
      await billing.lots.expireDue();
      expect(await balance()).toBe(0n);
      expect(await billing.ledger.verify()).toEqual([]);
    });
  });

  it('D37: spends the soonest end first, then lots without end, then money without a lot', async () => {
    await start();
    await billing.ledger.post({ userId: 1, operation: 'gift', key: 'plain', amount: 10n * USD });
    await credit('endless', 2n * USD, null);
    await credit('late', 2n * USD, 60);
    await credit('soon', 2n * USD, 30);
    await spend('a', 3);
    expect(await held()).toEqual([
      ['late', 1],
      ['endless', 2],
    ]);
    await spend('b', 2);
    expect(await held()).toEqual([['endless', 1]]);
    await spend('c', 2);
    expect(await held()).toEqual([]);
    expect(await balance()).toBe(9n * USD);
  });

  it('D37: counts what staff takes off as spent, so that it does not end a second time', async () => {
    await start();
    await credit('limited', 10n * USD, 30);
    await billing.ledger.post({ userId: 1, operation: 'adjustment', key: 'down', amount: -7n * USD });
    billing.clock.pass(31);
    await billing.lots.expireDue();
    expect(await balance()).toBe(0n);
    expect(await billing.ledger.verify()).toEqual([]);
  });

  it('D37: gives a refund back to the lot it came from, which then ends with it', async () => {
    await start();
    await credit('limited', 10n * USD, 30);
    await spend('a', 6);
    await billing.lots.allot(1);
    await billing.ledger.post({ userId: 1, operation: 'call-refund', key: 'a', amount: 4n * USD });
    expect(await held()).toEqual([['limited', 8]]);
    billing.clock.pass(31);
    await billing.lots.expireDue();
    expect(await balance()).toBe(0n);
    await billing.ledger.post({ userId: 1, operation: 'call-refund', key: 'late', amount: 2n * USD });
    expect(await held()).toEqual([]);
    expect(await balance()).toBe(2n * USD);
    expect(await billing.ledger.verify()).toEqual([]);
  });

  it('takes the refund of an order from the lot of that order, and only then from others', async () => {
    await start();
    await credit('first', 10n * USD, 30);
    await credit('second', 10n * USD, 60);
    const refund = (key: string, amount: bigint) =>
      billing.ledger.post({
        ...{ userId: 1, operation: 'order-refund', key, amount, floor: 0n },
        fromLot: { operation: 'top-up', key: 'second' },
      } as const);
    expect(await refund('r1', -8n * USD)).toBe('posted');
    expect(await held()).toEqual([
      ['first', 10],
      ['second', 2],
    ]);
    expect(await refund('r2', -5n * USD)).toBe('posted');
    expect(await held()).toEqual([['first', 7]]);
    expect(await refund('r3', -8n * USD)).toBe('insufficient');
    expect(await held()).toEqual([['first', 7]]);
  });

  it('acceptance 19: two nodes that end lots at once take each of them off once, and tell it in the log once', async () => {
    await start();
    for (let i = 0; i < 5; i++) await credit(`l${i}`, 2n * USD, 30);
    const other = await billing.another();
    try {
      for (const node of [billing, other]) node.clock.pass(31);
      const ended = await Promise.all([billing, other, billing, other].map((node) => node.lots.expireDue()));
      expect(ended.reduce((sum, count) => sum + count, 0)).toBe(5);
    } finally {
      await other.close();
    }
    expect(await balance()).toBe(0n);
    const rows = await billing.database.query('SELECT multiplier FROM logs WHERE type = 4 AND user_id = 1');
    expect(rows.map((row) => row['multiplier'])).toEqual(Array(5).fill('额度到期，扣除 $2'));
    expect(await billing.ledger.verify()).toEqual([]);
  });

  it('names lots that end soon once, with what is really left of them', async () => {
    await start();
    await credit('spent', 2n * USD, 3);
    await credit('soon', 4n * USD, 5);
    await credit('late', 4n * USD, 30);
    await spend('a', 3);
    await balance();
    const inAWeek = billing.clock.seconds() + 7 * DAY_SECONDS;
    const ending = await billing.lots.endingBefore(inAWeek);
    expect(ending).toMatchObject([{ userId: 1, lots: [{ operationKey: 'soon', remaining: 3n * USD }] }]);
    await billing.lots.markNotified(ending.flatMap(({ lots }) => lots.map(({ id }) => id)));
    expect(await billing.lots.endingBefore(inAWeek)).toEqual([]);
  });

  it('pays a debt from a new lot before the lot holds anything', async () => {
    await start();
    await billing.ledger.post({ userId: 1, operation: 'adjustment', key: 'debt', amount: -3n * USD });
    await credit('limited', 10n * USD, 30);
    expect(await held()).toEqual([['limited', 7]]);
    billing.clock.pass(31);
    await billing.lots.expireDue();
    expect(await balance()).toBe(0n);
    expect(await billing.ledger.verify()).toEqual([]);
  });

  it('keeps lots as if each charge had eaten its lot at once, whatever a wallet goes through', async () => {
    await start();
    let userId = 1;
    await fc.assert(
      fc.asyncProperty(walletLives, async (life) => {
        userId++;
        await billing.addUser(userId, 0n);
        const eager = new EagerWallet();
        for (const [i, wanted] of life.entries()) {
          const step = eager.take(wanted, `${userId}:${i}`);
          if (step !== undefined) await live(userId, step, `${userId}:${i}`);
        }
        const lots = await billing.lots.list(userId);
        expect(lots.map((lot) => ({ key: lot.operationKey, remaining: Number(lot.remaining) }))).toEqual(
          eager.holding(),
        );
        expect((await billing.meter.standing(userId, 0)).userBalance).toBe(BigInt(eager.balance));
      }),
      { numRuns: 12 },
    );
    expect(await billing.ledger.verify()).toEqual([]);
  });

  /** Charges by movement here: what calls do to a wallet is one statement of the same kind. */
  const live = async (userId: number, step: WalletStep, key: string): Promise<void> => {
    if (step.kind === 'pass') {
      billing.clock.pass(step.days);
      await billing.lots.expireDue();
      return;
    }
    const amount = BigInt(step.amount);
    if (step.kind === 'open-lot') await credit(key, amount, step.days === null ? null : step.days - 0.01, userId);
    if (step.kind === 'credit') await billing.ledger.post({ userId, operation: 'gift', key, amount });
    if (step.kind === 'spend') await billing.ledger.post({ userId, operation: 'plan-purchase', key, amount: -amount });
    if (step.kind === 'refund') await billing.ledger.post({ userId, operation: 'call-refund', key, amount });
  };
});
