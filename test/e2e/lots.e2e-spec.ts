import { createHash } from 'node:crypto';
import { GatewayProcess } from '../harness/gateway-process';
import { Management } from '../harness/management';

const USD = 1_000_000_000;
const CUSTOMER_TOKEN = 'f'.repeat(32);

describe('lots and allowances over HTTP (real: the gateway)', () => {
  let gateway: GatewayProcess;

  beforeAll(async () => {
    gateway = await GatewayProcess.start();
    const hash = createHash('sha256').update(CUSTOMER_TOKEN).digest('hex');
    await gateway.database.execute(
      `INSERT INTO users (id, username, username_key, access_token_hash, created_at, balance, unallotted)
       VALUES (2, 'customer', 'customer', '${hash}', 0, ${12 * USD}, ${3 * USD})`,
    );
    await gateway.database.execute(
      `INSERT INTO balance_lots (user_id, operation, operation_key, amount, remaining, starts_at, ends_at)
       VALUES (2, 'gift', 'g', ${5 * USD}, ${5 * USD}, 100, NULL), (2, 'top-up', 't1', ${4 * USD}, ${4 * USD}, 100, 4000000000),
              (2, 'top-up', 't2', ${2 * USD}, ${2 * USD}, 100, 3000000000), (1, 'gift', 'root', 7, 7, 100, NULL)`,
    );
  });

  afterAll(() => gateway.remove());

  const customer = () => new Management(gateway.url, CUSTOMER_TOKEN);

  it('shows a user his own lots in the order they are spent, less what was spent since', async () => {
    expect(await customer().call('GET', '/api/user/self/lots')).toMatchObject({
      total: 2,
      data: [
        {
          source: 'top-up',
          quota: 2_000_000,
          remain_quota: 1_500_000,
          remain_usd: '3',
          starts_at: 100,
          ends_at: 4_000_000_000,
        },
        { source: 'gift', quota: 2_500_000, remain_quota: 2_500_000, amount_usd: '5', ends_at: -1 },
      ],
    });
  });

  it('shows the lots of others to staff only', async () => {
    expect(await customer().call('GET', '/api/user/1/lots')).toMatchObject({ status: 403, success: false });
    expect(await customer().call('GET', '/api/user/2/lots')).toMatchObject({ status: 403, success: false });
    const seen = await gateway.management.call<unknown[]>('GET', '/api/user/2/lots');
    expect(seen.data).toHaveLength(2);
    expect((await fetch(`${gateway.url}/api/user/self/lots`)).status).toBe(401);
  });

  it.each(['0', '-1', 'x', '1.5', '99999999999999999999'])('knows no user %s', async (id) => {
    const reply = await gateway.management.call('GET', `/api/user/${id}/lots`);
    expect(reply).toMatchObject({ status: 404, code: 'user.not_found' });
  });

  it('enters every allowance that is set, so that tokens agree with the ledger', async () => {
    const { management } = gateway;
    const { id } = await management.addToken({ unlimited_quota: false, remain_quota: 500_000 });
    for (const remain of [900_000, 100_000]) await management.need('PUT', '/api/token/', { id, remain_quota: remain });
    const refused = await management.call('PUT', '/api/token/', { id, remain_quota: 5, expected_remain_quota: 1 });
    expect(refused.status).toBe(409);
    const rows = await gateway.database.query(
      `SELECT allowance, amount, (SELECT remain FROM tokens WHERE id = ${id}) AS remain FROM ledger_entries WHERE token_id = ${id} ORDER BY id`,
    );
    const remain = USD / 5;
    expect(rows).toEqual([
      { allowance: USD, amount: 0, remain },
      { allowance: 0.8 * USD, amount: 0, remain },
      { allowance: -1.6 * USD, amount: 0, remain },
    ]);
  });
});
