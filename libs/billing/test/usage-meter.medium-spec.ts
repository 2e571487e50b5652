import type { ReserveRequest } from '../src/usage-meter.contract';
import { BillingApp, callRecord, tokens } from '../../../test/harness/billing-app';
import { waitFor } from '../../../test/harness/wait-for';
import { ENGINES } from '../../../test/harness/test-database';

/** gpt-4o: 2 500 nano-dollars per input token. */
const COST = 250_000n;
const USAGE = tokens(100, 0);

describe.each(ENGINES)('the usage meter on %s (real: database, journal; no relay)', (engine) => {
  let billing: BillingApp;

  beforeEach(async () => {
    billing = await BillingApp.start(engine);
    await billing.addUser(1, 10n * COST);
  });

  afterEach(() => billing.remove());

  const reserve = (requestId: string, more: Partial<ReserveRequest> = {}) =>
    billing.meter.reserve({
      requestId,
      userId: 1,
      tokenId: 0,
      isUnlimitedToken: true,
      amount: COST,
      describe: { username: 'u1', tokenName: '', requestedModel: 'gpt-4o', ip: '', startedAtMs: 1_700_000_000_000 },
      ...more,
    });
  const settle = (requestId: string, more = {}) =>
    billing.meter.settle(
      callRecord(requestId, more),
      USAGE,
      billing.meter.quote('gpt-4o', 'default', false)!,
      () => undefined,
    );
  const balance = async () => (await billing.meter.standing(1, 0)).userBalance;

  it('holds money at once and charges what was used', async () => {
    expect(await reserve('a', { amount: 9n * COST })).toEqual({ ok: true });
    // What a running call holds may come back; what is not there may not.
    expect(await reserve('b', { amount: 2n * COST })).toMatchObject({
      ok: false,
      error: { status: 429, code: 'quota_reserved', retryAfterSeconds: 1 },
    });
    expect(await reserve('b', { amount: 11n * COST })).toMatchObject({
      ok: false,
      error: { status: 403, code: 'insufficient_user_quota' },
    });
    expect(settle('a')).toBe(COST);
    expect(await reserve('c', { amount: 9n * COST })).toEqual({ ok: true });
    expect(await balance()).toBe(9n * COST);
    expect(await billing.ledger.verify()).toEqual([]);
  });

  it('reserves, settles and releases once per request id', async () => {
    await reserve('a', { amount: 6n * COST });
    await reserve('a', { amount: 6n * COST });
    expect(settle('a')).toBe(COST);
    expect(settle('a')).toBe(0n);
    billing.meter.release(callRecord('a', { status: 500, errorCode: 'late' }));
    expect(await reserve('b', { amount: 9n * COST })).toEqual({ ok: true });
    expect(await balance()).toBe(9n * COST);
  });

  it('gives a reservation back when nothing was delivered', async () => {
    await reserve('a', { amount: 10n * COST });
    billing.meter.release(callRecord('a', { endState: 'refused', status: 502, errorCode: 'upstream_error' }));
    expect(await reserve('b', { amount: 10n * COST })).toEqual({ ok: true });
    expect(await balance()).toBe(10n * COST);
  });

  it('limits a token by its own allowance beside the balance', async () => {
    await billing.addToken(7, 1, 2n * COST);
    const limited = { tokenId: 7, isUnlimitedToken: false };
    expect(await reserve('a', { ...limited, amount: 3n * COST })).toMatchObject({
      ok: false,
      error: { code: 'insufficient_token_quota' },
    });
    for (const id of ['b', 'c']) {
      expect(await reserve(id, limited)).toEqual({ ok: true });
      settle(id, { tokenId: 7 });
    }
    expect(await reserve('d', limited)).toMatchObject({ ok: false, error: { status: 401, code: 'token_exhausted' } });
    expect(await billing.meter.standing(1, 7)).toMatchObject({
      tokenRemain: 0n,
      tokenUsed: 2n * COST,
      userBalance: 8n * COST,
    });
  });

  it('lets a charge exceed its reservation, then refuses', async () => {
    await reserve('a', { amount: 1n });
    billing.meter.settle(
      callRecord('a'),
      tokens(2_000, 0),
      billing.meter.quote('gpt-4o', 'default', false)!,
      () => undefined,
    );
    expect(await balance()).toBe(-10n * COST);
    expect(await reserve('b', { amount: 1n })).toMatchObject({ ok: false });
    expect(await billing.ledger.verify()).toEqual([]);
  });

  it('holds what calls cost at the worst, so that at most one of them all can lead below zero', async () => {
    const most = { money: 4n * COST, tokens: 400 };
    const outcomes = await Promise.all(['a', 'b', 'c', 'd'].map(async (id) => reserve(id, { most })));
    // Four and four; the third has the two that are left and can cost two more.
    expect(outcomes.map(({ ok }) => ok)).toEqual([true, true, true, false]);
    expect(outcomes[3]).toMatchObject({ error: { code: 'quota_reserved' } });
    for (const id of ['a', 'b', 'c']) {
      billing.meter.settle(
        callRecord(id),
        tokens(400, 0),
        billing.meter.quote('gpt-4o', 'default', false)!,
        () => undefined,
      );
    }
    expect(await balance()).toBe(-2n * COST);
    expect(await reserve('e', { most })).toMatchObject({ error: { status: 403, code: 'insufficient_user_quota' } });
  });

  it('leaves what a call gives back to the one that is not covered, before it admits another', async () => {
    const most = { money: 4n * COST, tokens: 400 };
    for (const id of ['a', 'b', 'c']) expect(await reserve(id, { most })).toEqual({ ok: true });
    // Three of the four come back; the third call lacks two, and another would not be covered either.
    settle('a');
    expect(await reserve('d', { amount: 2n * COST, most })).toMatchObject({ error: { code: 'quota_reserved' } });
    expect(await reserve('e', { most })).toEqual({ ok: true });
    expect(await reserve('f', { amount: 1n, most })).toMatchObject({ error: { code: 'quota_reserved' } });
    for (const id of ['b', 'c', 'e']) {
      billing.meter.settle(
        callRecord(id),
        tokens(400, 0),
        billing.meter.quote('gpt-4o', 'default', false)!,
        () => undefined,
      );
    }
    expect(await balance()).toBe(-3n * COST);
  });

  it('holds the worst of an allowance too, and gives all of it back', async () => {
    await billing.addToken(8, 1, 3n * COST);
    const limited = { tokenId: 8, isUnlimitedToken: false, most: { money: 4n * COST, tokens: 400 } };
    expect(await reserve('a', limited)).toEqual({ ok: true });
    expect(await reserve('b', limited)).toMatchObject({ error: { status: 429, code: 'quota_reserved' } });
    billing.meter.release(callRecord('a', { endState: 'refused', status: 502, errorCode: 'upstream_error' }));
    expect(await reserve('b', { ...limited, amount: 3n * COST })).toEqual({ ok: true });
    expect(await reserve('c', { amount: 6n * COST })).toEqual({ ok: true });
  });

  it('refuses what would lead below the overdraft floor, and nothing above it', async () => {
    await billing.options.set('OverdraftFloor', '0.001');
    const floor = 1_000_000n;
    expect(await reserve('a', { amount: 10n * COST + floor + 1n })).toMatchObject({
      ok: false,
      error: { code: 'insufficient_user_quota' },
    });
    expect(await reserve('b', { amount: 10n * COST })).toEqual({ ok: true });
    expect(await reserve('c', { amount: floor })).toEqual({ ok: true });
    expect(await reserve('d', { amount: 1n })).toMatchObject({ ok: false });
    await expect(billing.options.set('OverdraftFloor', '-1')).rejects.toMatchObject({ status: 422 });
  });

  it('D52: holds nothing back any more after a crash, and tells which calls were running', async () => {
    await reserve('open', { amount: 10n * COST });
    await waitFor(() => (billing.journalText().includes('H{"requestId":"open"') ? true : undefined), 'the hold');
    const journal = billing.saveJournal();
    await billing.close();
    billing.restoreJournal(journal);
    await billing.open();
    expect(await reserve('next', { amount: 10n * COST })).toEqual({ ok: true });
    await billing.meter.standing(1, 0);
    const rows = await billing.database.query("SELECT error_code, type FROM logs WHERE request_id = 'open'");
    expect(rows).toEqual([{ error_code: 'gateway_interrupted', type: 5 }]);
    expect(await billing.ledger.verify()).toEqual([]);
  });

  it('adds up over a thousand interleaved calls', async () => {
    await billing.ledger.post({ userId: 1, operation: 'adjustment', key: 'more', amount: 1_000n * COST });
    await Promise.all(
      Array.from({ length: 1_000 }, async (_, i) => {
        expect(await reserve(`r${i}`)).toEqual({ ok: true });
        await new Promise((resolve) => setTimeout(resolve, i % 20));
        if (i % 4 === 0) billing.meter.release(callRecord(`r${i}`, { status: 502 }));
        else settle(`r${i}`);
      }),
    );
    expect(await balance()).toBe(10n * COST + 250n * COST);
    expect(await billing.ledger.verify()).toEqual([]);
  });

  it('writes a large group without the one charge of it that is there already', async () => {
    await billing.ledger.post({ userId: 1, operation: 'adjustment', key: 'more', amount: 100n * COST });
    const ids = Array.from({ length: 100 }, (_, i) => `g${i}`);
    await reserve('g70');
    settle('g70');
    expect(await balance()).toBe(109n * COST);
    for (const id of ids) expect(await reserve(id)).toEqual({ ok: true });
    for (const id of ids) settle(id);
    expect(await balance()).toBe(10n * COST);
    const [row] = await billing.database.query("SELECT COUNT(*) AS n FROM ledger_entries WHERE operation = 'usage'");
    expect(Number(row!['n'])).toBe(100);
    expect(await billing.ledger.verify()).toEqual([]);
  });

  it('charges from the journal of a killed process what the database does not have yet, and nothing twice', async () => {
    for (const id of ['a', 'b', 'c']) await reserve(id);
    settle('a');
    expect(await balance()).toBe(9n * COST);
    await reserve('open');
    settle('b');
    settle('c');
    // Holds are written when they are a moment old.
    await waitFor(() => (billing.journalText().includes('H{"requestId":"open"') ? true : undefined), 'the hold');
    const journal = billing.saveJournal();
    await billing.close();
    // As if the process had died before the group with "c" was written; "open" was running then.
    await billing.database.execute("DELETE FROM ledger_entries WHERE operation_key = 'c'");
    await billing.database.execute("DELETE FROM logs WHERE request_id = 'c'");
    await billing.database.execute(
      `UPDATE users SET balance = balance + ${COST}, used_amount = used_amount - ${COST}, request_count = 2`,
    );
    billing.restoreJournal(journal);
    await billing.open();
    expect(await balance()).toBe(7n * COST);
    expect(await billing.ledger.verify()).toEqual([]);
    await billing.close();
    const rows = await billing.database.query(
      'SELECT request_id, error_code FROM logs WHERE request_id IS NOT NULL ORDER BY request_id',
    );
    expect(rows.map((row) => `${String(row['request_id'])}${String(row['error_code'])}`)).toEqual([
      'a',
      'b',
      'c',
      'opengateway_interrupted',
    ]);
    await billing.open();
  });

  it('posts a ledger movement once per key, also when twenty do it at once', async () => {
    const post = () => billing.ledger.post({ userId: 1, operation: 'adjustment', key: 'gift', amount: COST });
    const posted = await Promise.all(Array.from({ length: 20 }, post));
    expect(posted.filter((outcome) => outcome === 'posted')).toHaveLength(1);
    expect(posted.filter((outcome) => outcome === 'repeated')).toHaveLength(19);
    expect(await balance()).toBe(11n * COST);
  });

  it('finds a balance that was changed past the ledger', async () => {
    await billing.sql('UPDATE users SET balance = balance + 1 WHERE id = 1');
    expect(await billing.ledger.verify()).toMatchObject([
      { account: 'wallet', ownerId: 1, stored: 10n * COST + 1n, entries: 10n * COST },
    ]);
  });
});
