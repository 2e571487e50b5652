import { createHash } from 'node:crypto';
import { GatewayProcess } from '../../harness/gateway-process';
import { Management } from '../../harness/management';
import { playAlipay, playStripe, playWechat, type Callback, type Flaw } from '../../harness/payments/played-services';

const USER_TOKEN = 'fedcba9876543210fedcba9876543210';

interface Begun {
  payment: { kind: string; url?: string; trade_no: string };
}
interface Order {
  id: number;
  trade_no: string;
  state: string;
  timeline: { kind: string }[];
}

describe.each([playStripe(), playAlipay(), playWechat()])(
  'paying by $provider (real: the gateway, its HTTP and database; simulated: the payment service)',
  (service) => {
    let gateway: GatewayProcess;
    let user: Management;

    beforeAll(async () => {
      await service.start();
      gateway = await GatewayProcess.start();
      const hash = createHash('sha256').update(USER_TOKEN).digest('hex');
      await gateway.database.execute(
        `INSERT INTO users (id, username, username_key, access_token_hash, created_at, must_change_password)
         VALUES (7, 'payer', 'payer', '${hash}', 0, 0)`,
      );
      user = new Management(gateway.url, USER_TOKEN);
      const { management } = gateway;
      await management.setOption('ServerAddress', gateway.url);
      await management.setOption('TopupRatio', { '30': 7.3 });
      await management.setOption('TopupCurrencyRatio', { USD: 0.2 });
      for (const [key, value] of Object.entries(service.options())) await management.setOption(key, value);
    });

    afterAll(async () => {
      await gateway.remove();
      await service.stop();
    });

    const order = async (amount: number): Promise<string> => {
      const reply = (await user.call('POST', '/api/user/pay', {
        ...{ amount, topup_ratio: '30', payment_method: service.method },
      })) as unknown as Begun & { success: boolean };
      expect(reply).toMatchObject({ success: true });
      const { trade_no: tradeNo, url } = reply.payment;
      service.pay(tradeNo, url === undefined ? {} : { url });
      return tradeNo;
    };
    const ownOrder = async (tradeNo: string): Promise<Order> =>
      (await user.need<Order[]>('GET', '/api/user/topups?page_size=100')).find(({ trade_no }) => trade_no === tradeNo)!;
    const send = async ({ headers, body }: Callback): Promise<boolean> => {
      const path = `/api/payment/${service.provider}/notify`;
      const reply = await fetch(`${gateway.url}${path}`, { method: 'POST', headers, body });
      return service.accepts(reply.status, await reply.text());
    };
    const notify = (tradeNo: string, flaw: Flaw = 'paid') => send(service.callback(tradeNo, flaw));
    const credited = async (act: () => Promise<unknown>): Promise<number> => {
      const before = Number((await user.self()).balance_usd);
      await act();
      return Number((await user.self()).balance_usd) - before;
    };

    it('credits what was paid, and shows how it went', async () => {
      const tradeNo = await order(10);
      expect(await credited(async () => expect(await notify(tradeNo)).toBe(true))).toBe(10);
      const { state, timeline } = await ownOrder(tradeNo);
      expect([state, timeline.map(({ kind }) => kind)]).toEqual(['paid', ['created', 'begun', 'paid']]);
    });

    it('takes a repeat and a replay of the very same bytes for what they are', async () => {
      const tradeNo = await order(2);
      const callback = service.callback(tradeNo, 'paid');
      expect(
        await credited(async () => {
          for (let i = 0; i < 3; i++) expect(await send(callback)).toBe(true);
          expect(await notify(tradeNo)).toBe(true);
        }),
      ).toBe(2);
    });

    it('acceptance 6: credits once when 50 callbacks come at the same time', async () => {
      const tradeNo = await order(3);
      const sum = await credited(async () => {
        const answers = await Promise.all(Array.from({ length: 50 }, () => notify(tradeNo)));
        expect(answers).toEqual(Array(50).fill(true));
      });
      expect(sum).toBe(3);
    });

    it.each<Flaw>(['other amount', 'other merchant', 'forged', 'changed body', 'unsigned'])(
      'refuses a callback with this flaw: %s, and credits the right one afterwards',
      async (flaw) => {
        const tradeNo = await order(1);
        expect(await credited(async () => expect(await notify(tradeNo, flaw)).toBe(false))).toBe(0);
        expect(await ownOrder(tradeNo)).toMatchObject({ state: 'pending' });
        expect(await credited(async () => expect(await notify(tradeNo)).toBe(true))).toBe(1);
      },
    );

    it('finds out by asking, and credits nothing more when the callback comes after that (out of order)', async () => {
      const tradeNo = await order(4);
      const { id } = await ownOrder(tradeNo);
      const sum = await credited(async () => {
        const asked = await gateway.management.need<Order>('POST', `/api/topups/${id}/query`);
        expect(asked.state).toBe('paid');
        expect(await notify(tradeNo)).toBe(true);
      });
      expect(sum).toBe(4);
    });

    it('D43: credits a callback that comes after the order was closed', async () => {
      const tradeNo = await order(5);
      const { id } = await ownOrder(tradeNo);
      await gateway.database.execute(`UPDATE payment_orders SET create_time = create_time - 90000 WHERE id = ${id}`);
      expect((await gateway.management.call('DELETE', '/api/topups/delete')).data).toBe(1);
      expect(await credited(async () => expect(await notify(tradeNo)).toBe(true))).toBe(5);
    });

    it('pays back at the service', async () => {
      const tradeNo = await order(6);
      await notify(tradeNo);
      const { id } = await ownOrder(tradeNo);
      const reply = await gateway.management.call<{ state: string }>('POST', `/api/topups/${id}/refund`, {
        note: 'asked for',
      });
      expect([reply.success, ['done', 'pending'].includes(reply.data.state)]).toEqual([true, true]);
      // Pending refunds are taken back when the service says that they are done.
      if (reply.data.state === 'done') expect(await ownOrder(tradeNo)).toMatchObject({ state: 'refunded' });
    });

    it('survives callbacks of any form, and tells nobody its secrets', async () => {
      for (const body of ['', '{', '[]', 'a=1&a=2', '\u0000', JSON.stringify({ type: 'checkout.session.completed' })])
        for (const type of ['application/json', 'application/x-www-form-urlencoded', 'text/xml'])
          expect(await send({ headers: { 'content-type': type }, body })).toBe(false);
      const told = JSON.stringify([
        await gateway.management.call('GET', '/api/option/'),
        await gateway.management.call('GET', '/api/topups/callbacks'),
        await gateway.management.call('GET', '/api/topups/'),
      ]);
      for (const secret of service.secrets()) {
        expect(told).not.toContain(secret);
        expect(gateway.output).not.toContain(secret);
      }
    });

    it('leaves a ledger that agrees', async () => {
      const [row] = await gateway.database.query(
        `SELECT (SELECT SUM(amount) FROM ledger_entries WHERE user_id = 7 AND account = 'wallet') AS entries,
         (SELECT balance FROM users WHERE id = 7) AS balance`,
      );
      expect(String(row!['entries'])).toBe(String(row!['balance']));
    });
  },
);
