import { appendFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { BillingApp, callRecord, tokens } from '../../../test/harness/billing-app';
import { ENGINES, type Engine } from '../../../test/harness/test-database';

/** gpt-4o: 2 500 nano-dollars per input token. */
const COST = 250_000n;
const BAD = 'bad';

/** The engine refuses the charge of one call for its own sake, as it would a number that is out of range. */
const REFUSE: Record<Engine, [on: string, off: string]> = {
  sqlite: [
    `CREATE TRIGGER refuse BEFORE INSERT ON ledger_entries WHEN NEW.operation_key = '${BAD}' BEGIN SELECT RAISE(ABORT, 'refused'); END`,
    'DROP TRIGGER refuse',
  ],
  mysql: [
    `ALTER TABLE ledger_entries ADD CONSTRAINT refuse CHECK (operation_key <> '${BAD}')`,
    'ALTER TABLE ledger_entries DROP CONSTRAINT refuse',
  ],
  postgres: [
    `ALTER TABLE ledger_entries ADD CONSTRAINT refuse CHECK (operation_key <> '${BAD}')`,
    'ALTER TABLE ledger_entries DROP CONSTRAINT refuse',
  ],
};

describe.each(ENGINES)('a charge that %s refuses (real: database, journal; no relay)', (engine) => {
  let billing: BillingApp;

  beforeEach(async () => {
    billing = await BillingApp.start(engine);
    for (const id of [1, 2]) await billing.addUser(id, 20n * COST);
  });

  afterEach(() => billing.remove());

  const reserve = (requestId: string, userId: number, amount = COST) => {
    const describe = { username: 'u', tokenName: '', requestedModel: 'gpt-4o', ip: '', startedAtMs: 1_700_000_000_000 };
    return billing.meter.reserve({ requestId, userId, tokenId: 0, isUnlimitedToken: true, amount, describe });
  };
  const call = async (requestId: string, userId: number) => {
    await reserve(requestId, userId);
    const quote = billing.meter.quote('gpt-4o', 'default', false)!;
    return billing.meter.settle(callRecord(requestId, { userId }), tokens(100, 0), quote, () => undefined);
  };
  const balance = async (userId: number) => (await billing.meter.standing(userId, 0)).userBalance;
  const charged = async () => {
    const rows = await billing.database.query(
      "SELECT operation_key AS k FROM ledger_entries WHERE operation = 'usage'",
    );
    return rows.map((row) => row['k']);
  };

  it('holds up no other, neither while it runs nor at the next start, and is made once the database takes it', async () => {
    const [refuse, allow] = REFUSE[engine];
    await billing.database.execute(refuse);
    await Promise.all(Array.from({ length: 9 }, (_, i) => call(i === 4 ? BAD : `a${i}`, 1 + (i % 2))));
    expect([await balance(1), await balance(2)]).toEqual([16n * COST, 16n * COST]);
    // In memory it is charged all the same.
    expect(await reserve('more', 1, 16n * COST)).toMatchObject({ ok: false });
    expect(await reserve('all', 1, 15n * COST)).toEqual({ ok: true });
    billing.meter.release(callRecord('all', { status: 502 }));

    await billing.close();
    expect(billing.journalText()).toContain(BAD);
    await billing.open();
    await call('b', 1);
    expect(await balance(1)).toBe(15n * COST);
    expect(await charged()).toHaveLength(9);

    await billing.close();
    await billing.database.execute(allow);
    await billing.open();
    expect(await balance(1)).toBe(14n * COST);
    expect(await charged()).toHaveLength(10);
    expect(await billing.ledger.verify()).toEqual([]);
    await billing.close();
    const journals = readdirSync(join(billing.dataDir, 'journal', '0')).filter((name) => name.endsWith('.journal'));
    expect(journals).toEqual([]);
    await billing.open();
  });

  it('stays in the journal, lines that nobody can read do not, and neither keeps the gateway from starting', async () => {
    await billing.close();
    const journal = join(billing.dataDir, 'journal', '0', '0.journal');
    const line = (fields: object) =>
      `S${JSON.stringify({ requestId: 'x', userId: 1, tokenId: 0, isTokenLimited: false, channelId: 0, amount: '1', atSeconds: 1, ...fields })}\n`;
    appendFileSync(
      journal,
      [
        line({ requestId: undefined }),
        line({ requestId: 'a\u0000b' }),
        line({ requestId: 'x'.repeat(65) }),
        line({ requestId: 'not-a-sum', amount: 'much' }),
        line({ requestId: 'too-large', amount: '9'.repeat(30) }),
        line({ requestId: 'odd-plan', amount: '5', plan: { subscriptionId: 1, amount: 'x', usages: 3 } }),
        line({ requestId: 'good', amount: '7' }),
        'H{}\nH{"requestId":"odd"}\n',
      ].join(''),
    );
    await billing.open();
    expect(await balance(1)).toBe(20n * COST - 7n);
    expect(await charged()).toEqual(['good']);
    await billing.close();
    for (const id of ['not-a-sum', 'too-large', 'odd-plan']) expect(billing.journalText()).toContain(id);
    expect(billing.journalText()).not.toContain('good');
    await billing.open();
    expect(await balance(1)).toBe(20n * COST - 7n);
    expect(await billing.ledger.verify()).toEqual([]);
  });
});
