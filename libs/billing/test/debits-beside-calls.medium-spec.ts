import { BillingApp, callRecord, tokens } from '../../../test/harness/billing-app';
import { ENGINES } from '../../../test/harness/test-database';
import { waitFor } from '../../../test/harness/wait-for';

const USD = 1_000_000_000n;

describe.each(ENGINES)('debits beside running calls on %s (real: database, meter; simulated: clock)', (engine) => {
  let billing: BillingApp;

  const start = async (variables: Record<string, string> = {}) => {
    billing = await BillingApp.start(engine, variables);
    await billing.addUser(1, 10n * USD);
  };
  afterEach(() => billing.remove());

  const reserve = (requestId: string, usd: bigint) => {
    const describe = { username: 'u', tokenName: '', requestedModel: 'gpt-4o', ip: '', startedAtMs: 1_700_000_000_000 };
    const request = { requestId, userId: 1, tokenId: 0, isUnlimitedToken: true, amount: usd * USD, describe };
    return billing.meter.reserve(request);
  };
  const settle = (requestId: string, usd: number) => {
    const quote = billing.meter.quote('gpt-4o', 'default', false)!;
    billing.meter.settle(callRecord(requestId), tokens(usd * 400_000, 0), quote, () => undefined);
  };
  const release = (requestId: string) => billing.meter.release(callRecord(requestId, { status: 502 }));
  const debit = (key: string, usd: bigint) =>
    billing.ledger.post({ userId: 1, operation: 'adjustment', key, amount: -usd * USD, floor: 0n });
  const balance = async () => (await billing.meter.standing(1, 0)).userBalance;
  /** Until memory has what the database says: so many dollars can be reserved and no more. */
  const spendable = (usd: bigint) =>
    waitFor(async () => {
      const fits = (await reserve('fits', usd)).ok;
      release('fits');
      const isMore = (await reserve('more', usd + 1n)).ok;
      release('more');
      return fits && !isMore ? true : undefined;
    }, `${usd} dollars to spend`);

  it('take nothing that a running call holds', async () => {
    await start();
    expect(await reserve('a', 8n)).toEqual({ ok: true });
    expect(await debit('too-much', 3n)).toBe('insufficient');
    expect(await debit('rest', 2n)).toBe('posted');
    settle('a', 8);
    expect(await balance()).toBe(0n);
    await spendable(0n);
    expect(await billing.ledger.verify()).toEqual([]);
  });

  it('take nothing that is charged and waits to be written', async () => {
    await start({ BATCH_UPDATE_ENABLED: 'true', BATCH_UPDATE_INTERVAL: '3600' });
    await reserve('a', 8n);
    settle('a', 8);
    expect(await debit('too-much', 3n)).toBe('insufficient');
    expect(await debit('rest', 2n)).toBe('posted');
    expect(await balance()).toBe(0n);
  });

  it('leave nothing to calls of what they take, from before the commit on', async () => {
    await start();
    await spendable(10n);
    const calls: boolean[] = [];
    await billing.unitOfWork.run(async () => {
      const posted = debit('all', 10n);
      expect(await posted).toBe('posted');
      calls.push((await reserve('during', 1n)).ok);
    });
    calls.push((await reserve('after', 1n)).ok);
    expect(calls).toEqual([false, false]);
    expect(await balance()).toBe(0n);
    await spendable(0n);
  });

  it('hold nothing back once they failed, were refused or were undone', async () => {
    await start();
    await spendable(10n);
    expect(await debit('more', 11n)).toBe('insufficient');
    const undone = billing.unitOfWork.run(async () => {
      await debit('undone', 6n);
      throw new Error('the order could not be written');
    });
    await expect(undone).rejects.toThrow('the order could not be written');
    await spendable(10n);
  });

  it('do not count each other: of two at once that fit, both are made', async () => {
    await start();
    await reserve('a', 2n);
    const outcomes = await Promise.all(Array.from({ length: 10 }, (_, i) => debit(`d${i}`, 1n)));
    expect(outcomes.filter((outcome) => outcome === 'posted')).toHaveLength(8);
    settle('a', 2);
    expect(await balance()).toBe(0n);
  });

  it('and calls at once never bring the balance below the floor, nor keep money from it', async () => {
    await start();
    let calls = 0;
    const call = async (id: string) => {
      if (!(await reserve(id, 1n)).ok) return;
      await new Promise((resolve) => setImmediate(resolve));
      settle(id, 1);
      calls++;
    };
    let debits = 0;
    await Promise.all(
      Array.from({ length: 60 }, async (_, i) => {
        for (let turn = 0; turn < i; turn++) await new Promise((resolve) => setImmediate(resolve));
        if (i % 3 !== 0) await call(`c${i}`);
        else if ((await debit(`d${i}`, 1n)) === 'posted') debits++;
      }),
    );
    const left = await balance();
    expect(left).toBe(10n * USD - BigInt(calls + debits) * USD);
    expect(left).toBeGreaterThanOrEqual(0n);
    await spendable(left / USD);
    expect(await billing.ledger.verify()).toEqual([]);
  });

  it('end a lot by what no call holds, and its rest in the next round', async () => {
    await start();
    await billing.ledger.post({
      ...{ userId: 1, operation: 'top-up', key: 'lot', amount: 5n * USD },
      lot: { endsAt: Math.floor(billing.clock.seconds() + 86_400) },
    });
    await reserve('a', 12n);
    billing.clock.pass(2);
    await billing.lots.expireDue();
    expect(await balance()).toBe(12n * USD);
    settle('a', 11);
    await billing.lots.expireDue();
    expect(await balance()).toBe(1n * USD);
    expect(await billing.lots.list(1)).toEqual([]);
    expect(await billing.ledger.verify()).toEqual([]);
  });
});
