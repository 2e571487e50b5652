import type { LedgerMovement } from '../src/ledger.contract';
import { BillingApp, callRecord, tokens } from '../../../test/harness/billing-app';
import { ENGINES } from '../../../test/harness/test-database';

const USD = 1_000_000_000n;
/** gpt-4o: 2 500 nano-dollars per input token. */
const COST = 250_000n;

describe.each(ENGINES)('the ledger on %s (real: database; no relay)', (engine) => {
  let billing: BillingApp;

  beforeEach(async () => {
    billing = await BillingApp.start(engine);
    await billing.addUser(1, 10n * USD);
  });

  afterEach(() => billing.remove());

  const post = (movement: Partial<LedgerMovement> & Pick<LedgerMovement, 'operation' | 'key' | 'amount'>) =>
    billing.ledger.post({ userId: 1, ...movement });
  const money = async (userId = 1) => {
    const [row] = await billing.database.query(
      `SELECT balance, aff_quota, aff_history FROM users WHERE id = ${userId}`,
    );
    const { balance, aff_quota: reward, aff_history: history } = row as Record<string, string | number>;
    return { wallet: BigInt(balance!), reward: BigInt(reward!), history: BigInt(history!) };
  };
  const spend = async (
    requestId: string,
    fields: { userId?: number; tokenId?: number; isUnlimitedToken?: boolean },
  ) => {
    const { userId = 1, tokenId = 0, isUnlimitedToken = true } = fields;
    const describe = {
      username: 'u1',
      tokenName: '',
      requestedModel: 'gpt-4o',
      ip: '',
      startedAtMs: 1_700_000_000_000,
    };
    await billing.meter.reserve({ requestId, userId, tokenId, isUnlimitedToken, amount: 1n, describe });
    const quote = billing.meter.quote('gpt-4o', 'default', false)!;
    return billing.meter.settle(callRecord(requestId, { userId, tokenId }), tokens(100, 0), quote, () => undefined);
  };

  it('tells whether a movement was posted, repeated or more than there is', async () => {
    const debit = { operation: 'plan-purchase', key: 'p1', amount: -11n * USD, floor: 0n } as const;
    expect(await post(debit)).toBe('insufficient');
    expect(await post({ operation: 'gift', key: 'g1', amount: USD })).toBe('posted');
    expect(await post(debit)).toBe('posted');
    expect(await post(debit)).toBe('repeated');
    expect(await post({ operation: 'gift', key: 'p1', amount: USD })).toBe('posted');
    expect(await money()).toMatchObject({ wallet: USD });
    expect(await billing.ledger.verify()).toEqual([]);
  });

  it('D41: never lets fifty debits at once take more than the floor allows', async () => {
    const outcomes = await Promise.all(
      Array.from({ length: 50 }, (_, i) =>
        post({ operation: 'plan-purchase', key: `p${i}`, amount: -USD, floor: -2n * USD }),
      ),
    );
    expect(outcomes.filter((outcome) => outcome === 'posted')).toHaveLength(12);
    expect(outcomes.filter((outcome) => outcome === 'insufficient')).toHaveLength(38);
    expect(await money()).toMatchObject({ wallet: -2n * USD });
    expect(await billing.ledger.verify()).toEqual([]);
  });

  it('D41: lets transfers and withdrawals at once never spend more than the reward', async () => {
    await post({ operation: 'rebate', key: 'r', amount: 10n * USD });
    const outcomes = await Promise.all(
      Array.from({ length: 50 }, (_, i) =>
        i % 2 === 0
          ? post({ operation: 'transfer', key: `t${i}`, amount: USD, floor: 0n })
          : post({ operation: 'withdrawal', key: `w${i}`, amount: -USD, floor: 0n }),
      ),
    );
    expect(outcomes.filter((outcome) => outcome === 'posted')).toHaveLength(10);
    const transferred = outcomes.filter((outcome, i) => outcome === 'posted' && i % 2 === 0).length;
    expect(await money()).toEqual({ wallet: (10n + BigInt(transferred)) * USD, reward: 0n, history: 10n * USD });
    expect(await billing.ledger.verify()).toEqual([]);
  });

  it('D41: loses nothing of fifty credits that meet fifty charges', async () => {
    await Promise.all(
      Array.from({ length: 50 }, async (_, i) => {
        await spend(`c${i}`, {});
        await post({ operation: 'adjustment', key: `a${i}`, amount: COST });
      }),
    );
    await billing.meter.standing(1, 0);
    expect(await money()).toMatchObject({ wallet: 10n * USD });
    expect(await billing.ledger.verify()).toEqual([]);
  });

  it('D39: charges what was used though the balance is short of it, and refuses calls from then on', async () => {
    await billing.addUser(2, 1n);
    expect(await spend('short', { userId: 2 })).toBe(COST);
    await billing.meter.standing(2, 0);
    expect(await money(2)).toMatchObject({ wallet: 1n - COST });
    expect(await spend('refused', { userId: 2 })).toBe(0n);
    expect(await billing.ledger.verify()).toEqual([]);
  });

  it('D40: carries sums that no double and no 32-bit number holds', async () => {
    const large = 9_007_199_254_740_993n;
    expect(await post({ operation: 'gift', key: 'large', amount: large })).toBe('posted');
    expect(await post({ operation: 'rebate', key: 'large', amount: large })).toBe('posted');
    const floor = large + 10n * USD - 1n;
    expect(await post({ operation: 'adjustment', key: 'below', amount: -2n, floor })).toBe('insufficient');
    expect(await post({ operation: 'adjustment', key: 'down', amount: -1n, floor })).toBe('posted');
    const [row] = await billing.database.query(
      'SELECT CAST(balance AS CHAR(20)) AS wallet, CAST(aff_quota AS CHAR(20)) AS reward FROM users',
    );
    expect(row).toMatchObject({
      wallet: expect.stringMatching(`^${large + 10n * USD - 1n} *$`),
      reward: expect.stringMatching(`^${large} *$`),
    });
    expect(await billing.ledger.verify()).toEqual([]);
  });

  it('keeps a reward and a wallet apart, and all accounts together at zero', async () => {
    await post({ operation: 'rebate', key: 'r', amount: 5n * USD });
    await post({ operation: 'transfer', key: 't', amount: 2n * USD, floor: 0n });
    await post({ operation: 'withdrawal', key: 'w', amount: -3n * USD, floor: 0n });
    await post({ operation: 'withdrawal-return', key: 'w', amount: 3n * USD });
    expect(await money()).toEqual({ wallet: 12n * USD, reward: 3n * USD, history: 5n * USD });
    const totals = await billing.ledger.totals();
    expect(totals.reduce((sum, total) => sum + total.sum, 0n)).toBe(0n);
    expect(totals).toContainEqual({ account: 'opening', sum: -10n * USD });
    expect(totals).toContainEqual({ account: 'reward', sum: 3n * USD });
    expect(await billing.ledger.verify()).toEqual([]);
  });

  it('takes a movement back with the transaction it belongs to', async () => {
    const failing = billing.unitOfWork.run(async () => {
      await post({ operation: 'gift', key: 'g', amount: USD, lot: { endsAt: null } });
      throw new Error('the order could not be written');
    });
    await expect(failing).rejects.toThrow('the order could not be written');
    expect(await money()).toMatchObject({ wallet: 10n * USD });
    expect(await post({ operation: 'gift', key: 'g', amount: USD })).toBe('posted');
    expect(await billing.lots.list(1)).toEqual([]);
  });

  it('refuses keys that an engine would cut, and users that do not exist', async () => {
    await expect(post({ operation: 'gift', key: 'k'.repeat(65), amount: USD })).rejects.toThrow(RangeError);
    await expect(post({ userId: 99, operation: 'gift', key: 'g', amount: USD })).rejects.toThrow('no user #99');
  });

  describe('accounts for allowances:', () => {
    it('a charge of a limited token takes from both accounts with one entry, of an unlimited one from the wallet only', async () => {
      await billing.addToken(7, 1, USD);
      await spend('limited', { tokenId: 7, isUnlimitedToken: false });
      await spend('unlimited', { tokenId: 8 });
      expect(await billing.meter.standing(1, 7)).toMatchObject({ tokenRemain: USD - COST });
      const rows = await billing.database.query(
        `SELECT operation_key, token_id, allowance, account, counter FROM ledger_entries WHERE operation = 'usage' ORDER BY id`,
      );
      expect(rows.map((row) => ({ ...row, allowance: Number(row['allowance']) }))).toEqual([
        { operation_key: 'limited', token_id: 7, allowance: -Number(COST), account: 'wallet', counter: 'revenue' },
        { operation_key: 'unlimited', token_id: 8, allowance: 0, account: 'wallet', counter: 'revenue' },
      ]);
      expect(await billing.ledger.verify()).toEqual([]);
    });
  });

  describe('names the first difference', () => {
    const planted = async (statement: string) => {
      await billing.addToken(7, 1, USD);
      await post({ operation: 'rebate', key: 'r', amount: USD });
      await post({ operation: 'gift', key: 'g', amount: USD, lot: { endsAt: null } });
      await billing.addUser(2, USD);
      await billing.sql(statement);
      const differences = await billing.ledger.verify();
      expect(await billing.ledger.verify(2)).toEqual([]);
      expect(await billing.ledger.verify(1)).toEqual(differences);
      expect(differences).toHaveLength(1);
      return { ...differences[0], lastEntryId: Number(differences[0]!.lastEntryId) };
    };
    const entryId = async (operation: string) => {
      const [row] = await billing.database.query(
        `SELECT MAX(id) AS id FROM ledger_entries WHERE operation = '${operation}' AND user_id = 1`,
      );
      return Number(row!['id']);
    };

    it('of a wallet', async () => {
      const difference = await planted('UPDATE users SET balance = balance + 1 WHERE id = 1');
      const [stored, entries] = [11n * USD + 1n, 11n * USD];
      expect(difference).toEqual({
        account: 'wallet',
        ownerId: 1,
        stored,
        entries,
        lastEntryId: await entryId('gift'),
      });
    });

    it('of a reward', async () => {
      const difference = await planted('UPDATE users SET aff_quota = aff_quota - 1 WHERE id = 1');
      const [stored, entries] = [USD - 1n, USD];
      expect(difference).toEqual({
        account: 'reward',
        ownerId: 1,
        stored,
        entries,
        lastEntryId: await entryId('rebate'),
      });
    });

    it('of an allowance', async () => {
      const difference = await planted('UPDATE tokens SET remain = 3 WHERE id = 7');
      const lastEntryId = await entryId('allowance');
      expect(difference).toEqual({ account: 'allowance', ownerId: 7, stored: 3n, entries: USD, lastEntryId });
    });

    it('of lots that hold more than the wallet', async () => {
      const difference = await planted(`UPDATE balance_lots SET remaining = ${12n * USD}`);
      const [stored, entries] = [12n * USD, 11n * USD];
      expect(difference).toEqual({ account: 'lots', ownerId: 1, stored, entries, lastEntryId: await entryId('gift') });
    });

    it('of a lot that holds less than nothing', async () => {
      const difference = await planted('UPDATE balance_lots SET remaining = -1');
      expect(difference).toMatchObject({ account: 'lots', ownerId: 1, stored: -1n, entries: 0n });
    });
  });
});
