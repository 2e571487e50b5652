import { FakeUpstream } from '../harness/fake-upstream';
import { GatewayProcess } from '../harness/gateway-process';
import { callRelay } from '../harness/relay-client';
import { ENGINES } from '../harness/test-database';
import { waitFor } from '../harness/wait-for';

/** gpt-4o at 10 + 5 tokens, see the upstream's usual answer. */
const COST_USD = 0.000075;
const COST_QUOTA = 37;
const OPENING_USD = 100;
const QUOTA_PER_USD = 500_000;

interface Figures {
  hard_limit_usd: number;
  soft_limit_usd: number;
  system_hard_limit_usd: number;
  access_until: number;
  total_usage: number;
}

describe.each(ENGINES)(
  'billing endpoints of API clients on %s (real: the gateway; simulated: the upstream)',
  (engine) => {
    let gateway: GatewayProcess;
    let upstream: FakeUpstream;
    const expiresAt = Math.floor(Date.now() / 1000) + 3_600;
    const keys: Record<'limited' | 'unlimited' | 'expired', string> = { limited: '', unlimited: '', expired: '' };

    beforeAll(async () => {
      upstream = await FakeUpstream.start();
      gateway = await GatewayProcess.start({ engine });
      const { management } = gateway;
      await management.addChannel(upstream.url, ['gpt-4o']);
      const self = await management.self();
      const balance = { set: OPENING_USD * QUOTA_PER_USD, expected: self.quota, note: 'test' };
      await management.need('POST', `/api/user/${self.id}/balance`, balance);
      keys.unlimited = (await management.addToken()).key;
      keys.limited = (
        await management.addToken({ unlimited_quota: false, remain_quota: QUOTA_PER_USD, expired_time: expiresAt })
      ).key;
      const expired = await management.addToken({ expired_time: expiresAt });
      keys.expired = expired.key;
      await gateway.database.execute(`UPDATE tokens SET expired_time = 1000 WHERE id = ${expired.id}`);
      for (const key of [keys.limited, keys.unlimited]) {
        const body = { model: 'gpt-4o', messages: [{ role: 'user', content: 'hi' }] };
        expect((await callRelay(`${gateway.url}/v1/chat/completions`, { key, body })).status).toBe(200);
      }
      await waitFor(async () => ((await management.self()).request_count === 2 ? true : undefined), 'both charges');
    });

    afterAll(async () => {
      await gateway.remove();
      await upstream.stop();
    });

    const read = async (key: string): Promise<Partial<Figures>> => {
      const answers = await Promise.all(
        ['', '/v1'].map(async (prefix) => {
          const get = async (name: string) => {
            const reply = await callRelay(`${gateway.url}${prefix}/dashboard/billing/${name}`, { key, method: 'GET' });
            expect(reply.status).toBe(200);
            return JSON.parse(reply.text) as Partial<Figures>;
          };
          return { ...(await get('subscription')), total_usage: (await get('usage')).total_usage! };
        }),
      );
      expect(answers[0]).toEqual(answers[1]);
      return answers[0]!;
    };
    const limits = (limit: number) => ({ hard_limit_usd: limit, soft_limit_usd: limit, system_hard_limit_usd: limit });
    const show = async (perToken: boolean, inDollars: boolean) => {
      await gateway.management.setOption('DisplayTokenStatEnabled', String(perToken));
      await gateway.management.setOption('DisplayInCurrencyEnabled', String(inDollars));
    };

    it('acceptance 14: tell the figures of the key, in dollars and in quota', async () => {
      await show(true, true);
      const own = await read(keys.limited);
      expect(own).toMatchObject({ ...limits(1), access_until: expiresAt });
      expect(own.total_usage).toBeCloseTo(COST_USD * 100, 10);
      expect(await read(keys.unlimited)).toMatchObject({ ...limits(100_000_000), access_until: 0 });
      await show(true, false);
      expect(await read(keys.limited)).toMatchObject({ ...limits(QUOTA_PER_USD), total_usage: COST_QUOTA * 100 });
      expect(await read(keys.unlimited)).toMatchObject({ ...limits(100_000_000), total_usage: COST_QUOTA * 100 });
    });

    it("acceptance 14: tell the owner's figures for every key when those of keys are switched off", async () => {
      await show(false, true);
      for (const key of [keys.limited, keys.unlimited]) {
        const figures = await read(key);
        expect(figures).toMatchObject({ ...limits(OPENING_USD), access_until: 0 });
        expect(figures.total_usage).toBeCloseTo(2 * COST_USD * 100, 10);
      }
      await show(false, false);
      expect(await read(keys.limited)).toMatchObject({
        ...limits(OPENING_USD * QUOTA_PER_USD),
        total_usage: 2 * COST_USD * QUOTA_PER_USD * 100,
      });
    });

    it('acceptance 14: refuse an expired key with its reason, whatever is switched on', async () => {
      for (const [perToken, inDollars] of [
        [true, true],
        [false, false],
      ] as const) {
        await show(perToken, inDollars);
        for (const name of ['subscription', 'usage']) {
          const reply = await callRelay(`${gateway.url}/v1/dashboard/billing/${name}`, {
            key: keys.expired,
            method: 'GET',
          });
          expect([reply.status, JSON.parse(reply.text)]).toMatchObject([401, { error: { code: 'token_expired' } }]);
        }
      }
    });
  },
);
