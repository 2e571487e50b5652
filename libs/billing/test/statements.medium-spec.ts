import { Role } from '@app/kernel';
import { BillingHttpApp } from '../../../test/harness/billing-http-app';
import { tokens } from '../../../test/harness/billing-app';
import { ENGINES } from '../../../test/harness/test-database';
import { waitFor } from '../../../test/harness/wait-for';
import type { TokenUsage } from '../src/usage.contract';
import { readCsv } from './read-csv';

const START = 1_761_955_200; // 2025-11-01T00:00:00Z
const DAY = 86_400;
const NOVEMBER = `from=${START}&to=${START + 30 * DAY}`;
const PEOPLE = { admin: 1, user: 2, other: 3 };

/** A factor with six decimals, from 0.000001 to 9.999999. */
const randomFactor = (): number => Math.ceil(Math.random() * 9_999_999) / 1e6;
const randomCount = (): number =>
  Math.random() < 0.3 ? 0 : Math.floor(Math.random() * 10 ** Math.ceil(Math.random() * 6));

function randomUsage(): TokenUsage {
  const usage = tokens(1 + randomCount(), randomCount());
  const more = [
    'cacheRead',
    'cacheWrite5m',
    'cacheWrite1h',
    'imageInput',
    'audioInput',
    'reasoning',
    'imageOutput',
    'audioOutput',
  ] as const;
  for (const name of more) usage[name] = randomCount();
  return usage;
}

async function setRandomPrices(app: BillingHttpApp): Promise<void> {
  const models = ['a', 'b', 'c'];
  const each = (): object => Object.fromEntries(models.map((model) => [model, randomFactor()]));
  for (const key of ['ModelRatio', 'CompletionRatio', 'CacheRatio', 'CacheWriteRatio', 'ImageRatio', 'AudioRatio'])
    await app.setOption(key, each());
  await app.setOption('ModelPrice', { 'per-call': randomFactor() });
  await app.setOption('GroupRatio', { default: randomFactor(), vip: randomFactor() });
}

const randomCall = () => ({
  userId: PEOPLE.user,
  requestedModel: ['a', 'b', 'c', 'per-call'][Math.floor(Math.random() * 4)]!,
  group: Math.random() < 0.5 ? 'default' : 'vip',
});

/** Value of a decimal text in units of 10^-30. */
function units(text: string): bigint {
  const [whole = '', fraction = ''] = text.replace('-', '').split('.');
  return BigInt(whole + fraction.padEnd(30, '0')) * (text.startsWith('-') ? -1n : 1n);
}

/** By the rule in the file's head: half away from zero to nine decimals, at least the smallest unless nothing is due. */
function roundByHand(sum: bigint): bigint {
  const nano = 10n ** 21n;
  const rounded = (sum + nano / 2n) / nano;
  return (sum > 0n && rounded === 0n ? 1n : rounded) * nano;
}

const ledgerUsage = async (app: BillingHttpApp): Promise<bigint> => {
  const rows = await app.query(
    `SELECT SUM(amount) AS s FROM ledger_entries WHERE operation = 'usage' AND user_id = 2
     AND created_at >= ${START} AND created_at < ${START + 30 * DAY}`,
  );
  const sum = rows[0]?.['s'] as string | number | null;
  return -BigInt(sum ?? 0) * 10n ** 21n;
};

const KINDS = ENGINES.flatMap((engine) => [
  { engine, separateLogs: false },
  { engine, separateLogs: true },
]);

// Real: database, accounts, guards, HTTP. Calls are settled without a relay.
describe.each(KINDS)('statements on $engine, logs elsewhere: $separateLogs', ({ engine, separateLogs }) => {
  let app: BillingHttpApp;

  beforeEach(async () => {
    app = await BillingHttpApp.start(engine, { separateLogs });
    await app.addUser(PEOPLE.admin, Role.Admin, 0n);
    await app.addUser(PEOPLE.user, Role.Common, 10n ** 15n);
    await app.addUser(PEOPLE.other, Role.Common, 10n ** 15n);
  });

  afterEach(() => app.remove());

  const csv = async (query: string, userId = PEOPLE.user) => {
    const response = await app.get(`/api/statement/self?${query}&lang=en`, userId);
    expect(response.status).toBe(200);
    return readCsv(await response.text());
  };

  it('lets every charge be worked out again by hand, and adds up to the ledger exactly', async () => {
    for (let i = 0; i < 40; i++) {
      if (i % 10 === 0) await setRandomPrices(app);
      await app.charge(`call-${i}`, START + i * 60, randomUsage(), randomCall());
    }
    await app.charge('before', START - 1, tokens(10, 10), { ...randomCall(), requestedModel: 'a' });
    await app.charge('after', START + 30 * DAY, tokens(10, 10), { ...randomCall(), requestedModel: 'a' });
    await app.charge('not-mine', START + 5, tokens(10, 10), { userId: PEOPLE.other, requestedModel: 'a' });
    await app.written();

    const { records } = await csv(NOVEMBER);
    const items = records.filter((row) => row['Record'] === 'item');
    const calls = records.filter((row) => row['Record'] === 'call');
    expect(calls.length).toBeGreaterThan(30);
    let total = 0n;
    for (const call of calls) {
      const own = items.filter((item) => item['Request ID'] === call['Request ID']);
      let sum = 0n;
      for (const {
        Count,
        'Unit price (USD)': price,
        Per,
        'Group factor': factor,
        'Sum (USD, not rounded)': told,
      } of own) {
        const exact = (BigInt(Count!) * units(price!) * units(factor!)) / BigInt(Per!) / 10n ** 30n;
        expect(units(told!)).toBe(exact);
        sum += exact;
      }
      expect(units(call['Sum (USD, not rounded)']!)).toBe(sum);
      expect(units(call['Charge (USD)']!)).toBe(roundByHand(sum));
      total += units(call['Charge (USD)']!);
    }
    const last = records.at(-1)!;
    expect(last['Record']).toBe('total');
    expect(units(last['Charge (USD)']!)).toBe(total);
    expect(total).toBe(await ledgerUsage(app));
    expect(calls.map((call) => call['Request ID'])).not.toEqual(expect.arrayContaining(['before']));
    expect(calls.map((call) => call['Request ID'])).not.toEqual(expect.arrayContaining(['after']));
    expect(calls.map((call) => call['Request ID'])).not.toEqual(expect.arrayContaining(['not-mine']));
  });

  it('goes over page borders in one stable order, with equal times too', async () => {
    await Promise.all(
      Array.from({ length: 1_203 }, (_, i) =>
        app.charge(`r${i}`, START + (i % 3), tokens(1 + i, 0), { userId: PEOPLE.user }),
      ),
    );
    await app.written();
    const [first, second] = [await csv(NOVEMBER), await csv(NOVEMBER)];
    const calls = first.records.filter((row) => row['Record'] === 'call');
    expect(new Set(calls.map((call) => call['Request ID'])).size).toBe(1_203);
    expect(calls).toHaveLength(1_203);
    const times = calls.map((call) => call['Time']!);
    expect(times).toEqual([...times].sort());
    expect(second.records).toEqual(first.records);
    expect(units(first.records.at(-1)!['Charge (USD)']!)).toBe(await ledgerUsage(app));
  });

  it('lists movements with the balance after each, and agrees with the usage statement', async () => {
    await app.charge('one', START + 1, tokens(1_000, 0), { userId: PEOPLE.user });
    await app.charge('two', START + 2, tokens(3, 5), { userId: PEOPLE.user });
    await app.charge('earlier', START - 5, tokens(7, 0), { userId: PEOPLE.user });
    await app.written();
    await app.sql(`UPDATE ledger_entries SET created_at = ${START - 10} WHERE operation = 'opening'`);
    const { records } = await csv(`${NOVEMBER}&kind=ledger`);
    expect(records.map((row) => row['Record'])).toEqual([
      'opening',
      'opening',
      'entry',
      'entry',
      'closing',
      'closing',
      'usage',
    ]);
    const [opening, , one, two, closing, , usage] = records;
    expect(one).toMatchObject({ Operation: 'usage', Key: 'one', Account: 'wallet', 'Counter account': 'revenue' });
    expect(units(one!['Balance after (USD)']!)).toBe(
      units(opening!['Balance after (USD)']!) + units(one!['Amount (USD)']!),
    );
    expect(closing!['Balance after (USD)']).toBe(two!['Balance after (USD)']);
    const [{ balance } = {}] = await app.query('SELECT balance FROM users WHERE id = 2');
    expect(units(closing!['Balance after (USD)']!)).toBe(BigInt(String(balance)) * 10n ** 21n);
    expect(-units(usage!['Amount (USD)']!)).toBe(await ledgerUsage(app));
  });

  it('follows wallet and reward, and leaves out what tokens may spend', async () => {
    const now = Math.floor(Date.now() / 1000);
    const of = { userId: PEOPLE.user };
    await app.ledger.post({ ...of, operation: 'rebate', key: 'invited', amount: 500n });
    await app.ledger.post({ ...of, operation: 'transfer', key: 'over', amount: 200n });
    await app.sql(`INSERT INTO ledger_entries (user_id, operation, operation_key, amount, account, counter, created_at)
      VALUES (${PEOPLE.user}, 'allowance', 'token', 0, 'allowance', 'adjustments', ${now})`);
    const { records } = await csv(`from=${now - DAY}&to=${now + DAY}&kind=ledger`);
    const row = (record: Record<string, string>) =>
      ['Record', 'Key', 'Account', 'Counter account', 'Amount (USD)', 'Balance after (USD)'].map(
        (name) => record[name],
      );
    expect(records.map(row)).toEqual([
      ['opening', 'Opening balance', 'wallet', '', '', '0'],
      ['opening', 'Opening balance', 'reward', '', '', '0'],
      ['entry', 'user:2', 'wallet', 'opening', '1000000', '1000000'],
      ['entry', 'invited', 'reward', 'gifts', '0.0000005', '0.0000005'],
      ['entry', 'over', 'wallet', 'reward', '0.0000002', '1000000.0000002'],
      ['closing', 'Closing balance', 'wallet', '', '', '1000000.0000002'],
      ['closing', 'Closing balance', 'reward', '', '', '0.0000003'],
      ['usage', 'Sum of usage', 'wallet', 'revenue', '0', ''],
    ]);
    const balances = await app.query('SELECT balance, aff_quota FROM users WHERE id = 2');
    expect(balances.map(({ balance, aff_quota }) => [String(balance), String(aff_quota)])).toEqual([
      ['1000000000000200', '300'],
    ]);
    const later = await csv(`from=${now + 3_600}&to=${now + DAY}&kind=ledger`);
    expect(later.records.slice(0, 2).map((record) => record['Balance after (USD)'])).toEqual([
      '1000000.0000002',
      '0.0000003',
    ]);
  });

  it('gives the same figures as JSON', async () => {
    await app.charge('one', START + 1, tokens(1_000, 2), { userId: PEOPLE.user });
    await app.written();
    const usage = (await (await app.get(`/api/statement/self?${NOVEMBER}&format=json`, PEOPLE.user)).json()) as {
      data: unknown;
    };
    expect(usage).toMatchObject({
      success: true,
      data: {
        kind: 'usage',
        user_id: PEOPLE.user,
        lines: [
          {
            request_id: 'one',
            model: 'gpt-4o',
            group_factor: '1',
            items: [
              { item: 'input', count: 1_000, unit_price_usd: '2.5', per: 1_000_000, sum_usd: '0.0025' },
              { item: 'output', count: 2, unit_price_usd: '10', per: 1_000_000, sum_usd: '0.00002' },
            ],
            exact_usd: '0.00252',
            charge_usd: '0.00252',
            charge_quota: 1_260,
          },
        ],
        totals: { calls: 1, charge_usd: '0.00252' },
      },
    });
    const ledger: unknown = await (
      await app.get(`/api/statement/self?${NOVEMBER}&format=json&kind=ledger`, PEOPLE.user)
    ).json();
    expect(ledger).toMatchObject({
      data: {
        opening: { wallet_usd: '0', reward_usd: '0' },
        lines: [{ key: 'one', amount_usd: '-0.00252' }],
        totals: { entries: 1, usage_usd: '0.00252' },
      },
    });
    const empty: unknown = await (await app.get(`/api/statement/self?from=0&to=5&format=json`, PEOPLE.user)).json();
    expect(empty).toMatchObject({ data: { lines: [], totals: { calls: 0, charge_usd: '0' } } });
  });

  it('shows a charge whose log row is gone without details, and still adds up', async () => {
    await app.setOption('LogConsumeEnabled', 'false');
    await app.charge('one', START + 1, tokens(1_000, 0), { userId: PEOPLE.user });
    await app.written();
    const { records } = await csv(NOVEMBER);
    expect(records[0]).toMatchObject({
      Record: 'call',
      Model: '',
      'Charge (USD)': '0.0025',
      Remark: 'no details kept',
    });
    expect(records[1]).toMatchObject({ Record: 'total', Count: '1', 'Charge (USD)': '0.0025' });
  });

  it('makes no formula of a name that a caller chose', async () => {
    await app.charge('one', START + 1, tokens(10, 0), { userId: PEOPLE.user, tokenName: '=cmd|"calc"!A1' });
    await app.written();
    const { records } = await csv(NOVEMBER);
    expect(records[0]!['Token']).toBe(`'=cmd|"calc"!A1`);
  });
});

describe('who gets which statement (real: SQLite, accounts, guards, HTTP)', () => {
  let app: BillingHttpApp;

  beforeAll(async () => {
    app = await BillingHttpApp.start('sqlite');
    await app.addUser(PEOPLE.admin, Role.Admin, 0n);
    await app.addUser(PEOPLE.user, Role.Common, 10n ** 15n);
    await app.addUser(PEOPLE.other, Role.Common, 10n ** 15n);
    await app.charge('mine', START + 1, tokens(10, 0), { userId: PEOPLE.user });
    await app.written();
  });

  afterAll(() => app.remove());

  it("gives admins everybody's, users their own alone", async () => {
    const path = `/api/statement/user/${PEOPLE.user}?${NOVEMBER}`;
    expect(await (await app.get(path, PEOPLE.admin)).text()).toContain('mine');
    for (const userId of [PEOPLE.user, PEOPLE.other]) expect((await app.get(path, userId)).status).toBe(403);
    expect(await (await app.get(`/api/statement/self?${NOVEMBER}`, PEOPLE.other)).text()).not.toContain('mine');
    expect((await app.get(`/api/statement/self?${NOVEMBER}`, 99)).status).toBe(401);
  });

  it.each(['99', '0', '-1', 'abc', '99999999999999999999'])('knows no user %s', async (id) => {
    const response = await app.get(`/api/statement/user/${id}?${NOVEMBER}`, PEOPLE.admin);
    expect([response.status, await response.json()]).toMatchObject([404, { code: 'user.not_found' }]);
  });

  it.each([
    ['', 'request.invalid'],
    [`from=${START}`, 'request.invalid'],
    ['from=a&to=b', 'request.invalid'],
    ['from=1.5&to=2', 'request.invalid'],
    [`from=${START}&to=${START}`, 'billing.statement_period_invalid'],
    [`from=${START + 1}&to=${START}`, 'billing.statement_period_invalid'],
    [`from=${START}&to=${START + 31 * DAY + 1}`, 'billing.statement_period_invalid'],
    [`${NOVEMBER}&format=xls`, 'request.invalid'],
    [`${NOVEMBER}&kind=all`, 'request.invalid'],
    [`from=${START}&from=1&to=${START + 1}`, 'request.invalid'],
    ['from=-1&to=99999999999999', 'request.invalid'],
  ])('refuses the query %j with 422', async (query, code) => {
    const response = await app.get(`/api/statement/self?${query}`, PEOPLE.user);
    expect([response.status, await response.json()]).toMatchObject([422, { success: false, code }]);
  });

  it('takes a whole month of 31 days', async () => {
    expect((await app.get(`/api/statement/self?from=${START}&to=${START + 31 * DAY}`, PEOPLE.user)).status).toBe(200);
  });

  it('is a file that spreadsheets read as UTF-8, in the language of the reader', async () => {
    const path = `/api/statement/self?${NOVEMBER}`;
    const chinese = await app.get(path, PEOPLE.user, { 'accept-language': 'zh-CN,zh;q=0.9' });
    expect(chinese.headers.get('content-type')).toBe('text/csv; charset=utf-8');
    expect(chinese.headers.get('content-disposition')).toBe('attachment; filename="usage-2-20251101-20251201.csv"');
    const bytes = Buffer.from(await chinese.arrayBuffer());
    expect(bytes.subarray(0, 3)).toEqual(Buffer.from([0xef, 0xbb, 0xbf]));
    expect(bytes.toString()).toContain('行类型,时间,请求编号');
    const english = await app.get(`${path}&lang=en`, PEOPLE.user, { 'accept-language': 'zh-CN' });
    const text = await english.text();
    expect(text).toContain('Record,Time,Request ID');
    expect(text).toContain('rounded once half away from zero to 9 decimals');
  });
});

describe('long statements (real: SQLite, HTTP; ledger rows written by SQL)', () => {
  const ROWS = 100_000;
  let app: BillingHttpApp;

  beforeAll(async () => {
    app = await BillingHttpApp.start('sqlite');
    await app.addUser(PEOPLE.user, Role.Common, 0n);
    await app.sql(`INSERT INTO ledger_entries (user_id, operation, operation_key, amount, created_at)
      WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${ROWS})
      SELECT ${PEOPLE.user}, 'usage', 'r' || i, -1, ${START} + i % 1000 FROM n`);
  });

  afterAll(() => app.remove());

  const open = (signal?: AbortSignal) =>
    fetch(`${app.url}/api/statement/self?${NOVEMBER}`, {
      headers: { authorization: `token-${PEOPLE.user}` },
      ...(signal && { signal }),
    });

  it('come whole', async () => {
    const lines = (await (await open()).text()).split('\n').length - 1;
    const [head, columns, total] = [6, 1, 1];
    expect(lines).toBe(head + columns + ROWS + total);
  }, 60_000);

  it('are two at a time for one caller; whoever leaves makes room', async () => {
    const leaving = new AbortController();
    const started = await Promise.all([open(leaving.signal), open(leaving.signal)]);
    expect(started.map(({ status }) => status)).toEqual([200, 200]);
    const third = await open();
    expect([third.status, await third.json()]).toMatchObject([429, { code: 'billing.statement_running' }]);
    leaving.abort();
    await waitFor(async () => {
      const again = await open();
      await again.body?.cancel();
      return again.status === 200 ? true : undefined;
    }, 'room for another statement');
  });
});
