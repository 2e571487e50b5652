import { hash } from 'bcrypt';
import { createHash } from 'node:crypto';
import { FakeUpstream } from '../harness/fake-upstream';
import { GatewayProcess } from '../harness/gateway-process';
import { Management } from '../harness/management';
import { callRelay } from '../harness/relay-client';
import { ENGINES } from '../harness/test-database';
import { waitFor } from '../harness/wait-for';

const CALLS = 240;
const CALLERS = 12;
/** Of each kind of change; the limit on logins and changes of accounts allows 20. */
const CHANGES = 8;
/** gpt-4o at 10 + 5 tokens. */
const COST_NANO = 75_000n;
const QUOTA_NANO = 2_000n;
const CUSTOMER_TOKEN = 'c'.repeat(32);
const PASSWORD = 'a long enough password';

describe.each(ENGINES)(
  'spending while accounts change, on %s (real: the gateway; simulated: the upstream)',
  (engine) => {
    let gateway: GatewayProcess;
    let upstream: FakeUpstream;

    beforeAll(async () => {
      upstream = await FakeUpstream.start();
      gateway = await GatewayProcess.start({ engine });
      await gateway.management.addChannel(upstream.url, ['gpt-4o']);
      const tokenHash = createHash('sha256').update(CUSTOMER_TOKEN).digest('hex');
      await gateway.database.execute(
        `INSERT INTO users (id, username, username_key, password, access_token_hash, created_at)
       VALUES (2, 'customer', 'customer', '${await hash(PASSWORD, 4)}', '${tokenHash}', 0)`,
      );
    });

    afterAll(async () => {
      await gateway.remove();
      await upstream.stop();
    });

    it('acceptance 7: loses nothing of calls that meet logins, changes of profile and token, and edits by staff', async () => {
      const staff = gateway.management;
      const customer = new Management(gateway.url, CUSTOMER_TOKEN);
      const opening = 50_000_000;
      await staff.need('POST', '/api/user/2/balance', { add: opening, note: 'opening' });
      const token = await customer.addToken({ unlimited_quota: false, remain_quota: opening });

      let begun = 0;
      const callers = Array.from({ length: CALLERS }, async () => {
        while (begun++ < CALLS) {
          const body = { model: 'gpt-4o', messages: [{ role: 'user', content: 'hi' }] };
          expect((await callRelay(`${gateway.url}/v1/chat/completions`, { key: token.key, body })).status).toBe(200);
        }
      });
      const changes = async (change: (index: number) => Promise<unknown>) => {
        for (let index = 0; index < CHANGES; index++) await change(index);
      };
      await Promise.all([
        ...callers,
        changes(() => customer.need('POST', '/api/user/login', { username: 'customer', password: PASSWORD })),
        changes((index) => customer.need('PUT', '/api/user/self', { display_name: `name ${index}` })),
        changes((index) => customer.need('PUT', '/api/token/', { id: token.id, name: `name ${index}` })),
        changes((index) =>
          staff.need('POST', '/api/user/2/balance', { add: index % 2 === 0 ? 70_000 : -20_000, note: 'edit' }),
        ),
      ]);

      const balance = BigInt(opening + (CHANGES / 2) * 50_000) * QUOTA_NANO - BigInt(CALLS) * COST_NANO;
      const spent = BigInt(CALLS) * COST_NANO;
      await waitFor(
        async () =>
          (await numbers('SELECT request_count AS n FROM users WHERE id = 2'))[0] === BigInt(CALLS) ? true : undefined,
        'all charges',
      );
      expect(await numbers('SELECT balance AS n FROM users WHERE id = 2')).toEqual([balance]);
      expect(await numbers('SELECT SUM(amount) AS n FROM ledger_entries WHERE user_id = 2')).toEqual([balance]);
      expect(await numbers('SELECT used_amount AS n FROM users WHERE id = 2')).toEqual([spent]);
      expect(await numbers(`SELECT used AS n FROM tokens WHERE id = ${token.id}`)).toEqual([spent]);
      expect(await numbers(`SELECT remain AS n FROM tokens WHERE id = ${token.id}`)).toEqual([
        BigInt(opening) * QUOTA_NANO - spent,
      ]);
      expect(await numbers('SELECT COUNT(*) AS n FROM logs WHERE type = 2 AND user_id = 2')).toEqual([BigInt(CALLS)]);
      const [row] = await gateway.database.query('SELECT display_name FROM users WHERE id = 2');
      expect(row).toEqual({ display_name: `name ${CHANGES - 1}` });
    });

    const numbers = async (sql: string): Promise<bigint[]> =>
      (await gateway.database.query(sql)).map((row) => BigInt(String(row['n'])));
  },
);
