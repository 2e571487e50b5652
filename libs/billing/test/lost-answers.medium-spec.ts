import type { ReserveRequest } from '@app/billing';
import { MainDataSource } from '@app/platform';
import { BillingApp, callRecord, tokens } from '../../../test/harness/billing-app';
import { ENGINES } from '../../../test/harness/test-database';
import { Accounts } from '../src/application/accounts';
import { PlanHoldings } from '../src/plans/plan-holdings';

/** gpt-4o: 2 500 nano-dollars per input token. */
const COST = 250_000n;

describe.each(ENGINES)('a commit whose answer got lost, on %s (real: database, journal)', (engine) => {
  let billing: BillingApp;

  beforeEach(async () => {
    billing = await BillingApp.start(engine);
    await billing.addUser(1, 10n * COST);
    expect(await reserve('first')).toEqual({ ok: true });
    billing.meter.settle(
      callRecord('first'),
      tokens(100, 0),
      billing.meter.quote('gpt-4o', 'default', false)!,
      () => undefined,
    );
  });

  afterEach(() => billing.remove());

  const reserve = async (requestId: string, more: Partial<ReserveRequest> = {}) =>
    billing.meter.reserve({
      ...{ requestId, userId: 1, tokenId: 0, isUnlimitedToken: true, amount: COST },
      describe: { username: 'u1', tokenName: '', requestedModel: 'gpt-4o', ip: '', startedAtMs: 1_700_000_000_000 },
      ...more,
    });

  const debit = () => billing.ledger.post({ userId: 1, operation: 'adjustment', key: 'all', amount: -9n * COST });

  /** The transaction is committed, and whoever waits for it hears of a broken connection. */
  const loseAnswer = () => {
    const { dataSource } = billing.get(MainDataSource);
    const transaction = dataSource.transaction.bind(dataSource) as (...parameters: unknown[]) => Promise<unknown>;
    jest.spyOn(dataSource, 'transaction').mockImplementationOnce((...parameters: unknown[]) =>
      transaction(...parameters).then(() => {
        throw new Error('connection lost');
      }),
    );
  };

  it('leaves nothing to spend in memory that the database has not', async () => {
    loseAnswer();
    await expect(debit()).rejects.toThrow('connection lost');
    expect(await reserve('second')).toMatchObject({ ok: false, error: { code: 'insufficient_user_quota' } });
  });

  it('is looked for by the next call when the database is away at first', async () => {
    loseAnswer();
    await expect(debit()).rejects.toThrow('connection lost');
    const { manager } = billing.get(MainDataSource).dataSource;
    jest.spyOn(manager, 'createQueryBuilder').mockImplementation(() => {
      throw new Error('away');
    });
    await expect(billing.get(Accounts).reload('users', 1)).rejects.toThrow('away');
    expect(await reserve('second')).toMatchObject({ ok: false, error: { code: 'ledger_unavailable' } });
    jest.restoreAllMocks();
    expect(await reserve('third')).toMatchObject({ ok: false, error: { code: 'insufficient_user_quota' } });
    await debit();
    expect(await billing.ledger.verify()).toEqual([]);
  });

  it('costs nobody anything when it did not happen', async () => {
    const { dataSource } = billing.get(MainDataSource);
    jest.spyOn(dataSource, 'transaction').mockRejectedValueOnce(new Error('connection lost'));
    await expect(debit()).rejects.toThrow('connection lost');
    jest.restoreAllMocks();
    expect(await reserve('second', { amount: 9n * COST })).toEqual({ ok: true });
  });

  it('is not overlooked by a call that was waiting for another account', async () => {
    await billing.addToken(5, 1, 10n * COST);
    const accounts = billing.get(Accounts);
    jest.spyOn(billing.get(PlanHoldings), 'load').mockImplementationOnce(async () => {
      await accounts.load('tokens', 5);
      await billing.sql('UPDATE tokens SET remain = 1 WHERE id = 5');
      const { manager } = billing.get(MainDataSource).dataSource;
      const away = jest.spyOn(manager, 'createQueryBuilder').mockImplementation(() => {
        throw new Error('away');
      });
      await expect(accounts.reload('tokens', 5)).rejects.toThrow('away');
      away.mockRestore();
    });
    const refusal = { ok: false, error: { code: 'insufficient_token_quota' } };
    expect(await reserve('second', { tokenId: 5, isUnlimitedToken: false })).toMatchObject(refusal);
  });
});
