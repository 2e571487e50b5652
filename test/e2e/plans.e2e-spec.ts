import { createHash } from 'node:crypto';
import { Agent, request } from 'undici';
import { chatAnswer, FakeUpstream } from '../harness/fake-upstream';
import { GatewayProcess, ROOT_KEY } from '../harness/gateway-process';
import { Management } from '../harness/management';
import { callRelay, errorOf, type RelayReply } from '../harness/relay-client';
import { ENGINES } from '../harness/test-database';
import { waitFor } from '../harness/wait-for';

/** gpt-4o at 10 + 5 tokens: 10 × 2 500 + 5 × 10 000 nano-dollars. */
const COST_NANO = 75_000;
const BODY = { model: 'gpt-4o', max_tokens: 5, messages: [{ role: 'user' as const, content: 'hi' }] };
const CUSTOMER_TOKEN = 'e'.repeat(32);

interface Window {
  used: number | null;
  used_usd: string | null;
  remaining_usd: string | null;
  resets_at: number | null;
}

describe('plans through the gateway (real: gateway; scripted: upstream)', () => {
  let gateway: GatewayProcess;
  let upstream: FakeUpstream;
  const subscriptions: number[] = [];

  beforeAll(async () => {
    upstream = await FakeUpstream.start();
    gateway = await GatewayProcess.start();
    await gateway.management.addChannel(upstream.url, ['gpt-4o', 'gpt-4o-mini']);
    const hash = createHash('sha256').update(CUSTOMER_TOKEN).digest('hex');
    await gateway.database.execute(
      `INSERT INTO users (id, username, username_key, access_token_hash, created_at) VALUES (2, 'customer', 'customer', '${hash}', 0)`,
    );
  });
  afterAll(async () => {
    await gateway.remove();
    await upstream.stop();
  });
  beforeEach(() => (upstream.handler = chatAnswer()));
  afterEach(async () => {
    for (const id of subscriptions.splice(0))
      await gateway.management.need('POST', `/api/plan/subscriptions/${id}/cancel`);
  });

  const addPlan = (fields: object) =>
    gateway.management.need<{ id: number }>('POST', '/api/plan/', {
      ...{ name: 'Coder', price_usd: '0', duration_days: 30 },
      ...fields,
    });
  const grant = async (fields: object): Promise<number> => {
    const { id } = await addPlan(fields);
    const granted = await gateway.management.need<{ id: number }>('POST', `/api/plan/${id}/grant`, { user_id: 1 });
    subscriptions.push(granted.id);
    return granted.id;
  };
  const call = (body: object = BODY, path = '/v1/chat/completions'): Promise<RelayReply> =>
    callRelay(`${gateway.url}${path}`, { key: ROOT_KEY, body });
  const windows = async (): Promise<Window[]> => {
    const [own] = await gateway.management.need<{ windows: Window[] }[]>('GET', '/api/user/self/plans');
    return own!.windows;
  };
  const balanceNano = async (): Promise<number> => {
    const { balance_usd } = await gateway.management.self();
    return Math.round(Number(balance_usd) * 1e9);
  };

  it('count in all windows together, and cost the wallet nothing while they have room', async () => {
    const before = await balanceNano();
    const id = await grant({
      windows: [
        { length: '5h', metric: 'money', limit_usd: '1' },
        { length: 'day', anchor: 'calendar', metric: 'tokens', limit: 10_000 },
        { length: 'month', metric: 'requests', limit: 100 },
      ],
    });
    for (let i = 0; i < 3; i++) expect((await call()).status).toBe(200);
    expect(await windows()).toMatchObject([
      { used_usd: '0.000225', remaining_usd: '0.999775', used: null },
      { used: 45, used_usd: null },
      { used: 3, resets_at: expect.any(Number) },
    ]);
    expect(await balanceNano()).toBe(before);
    const [row] = await gateway.management.logs('&type=2');
    expect(row).toMatchObject({
      quota: 0,
      cost_usd: '0',
      plan: { subscription_id: id, name: 'Coder', amount_usd: '0.000075' },
      price: { total_usd: '0.000075' },
    });
  });

  it('na#6911: leave exactly to the wallet what the window had not left when the call ended', async () => {
    const before = await balanceNano();
    await grant({ windows: [{ length: 'day', metric: 'money', limit_usd: '0.0001' }] });
    // Told as 10 + 500 tokens, a hundred times what was asked for.
    upstream.handler = chatAnswer({ completionTokens: 500 });
    expect((await call()).status).toBe(200);
    expect(await windows()).toMatchObject([{ used_usd: '0.0001', remaining_usd: '0' }]);
    expect(before - (await balanceNano())).toBe(10 * 2_500 + 500 * 10_000 - 100_000);
  });

  it('are refused in the words of the protocol when a window is full, with the time of the reset', async () => {
    await grant({ overflow: 'refuse', models: ['gpt-4o'], windows: [{ length: '5h', metric: 'requests', limit: 1 }] });
    expect((await call()).status).toBe(200);
    const refused = await call();
    expect(refused.status).toBe(429);
    expect(errorOf(refused)).toMatchObject({ code: 'plan.window_exhausted', param: 'requests' });
    expect(errorOf(refused).message).toMatch(/resets at 20\d\d-\d\d-\d\dT/);
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(17_000);
    const claude = await call({ ...BODY, max_tokens: 5 }, '/v1/messages');
    expect(claude.status).toBe(429);
    expect(JSON.parse(claude.text)).toMatchObject({ type: 'error', error: { type: 'rate_limit_error' } });
    expect(Number(claude.headers['retry-after'])).toBeGreaterThan(17_000);
    // Another model is not the plan's business.
    expect((await call({ ...BODY, model: 'gpt-4o-mini' })).status).toBe(200);
  });

  it('belong to staff, except for offers, purchases and the own ones', async () => {
    const customer = new Management(gateway.url, CUSTOMER_TOKEN);
    const { id } = await addPlan({
      price_usd: '5',
      channels: [1],
      windows: [{ length: 'term', metric: 'money', limit_usd: '20' }],
    });
    for (const [method, path] of [
      ['GET', '/api/plan/'],
      ['GET', `/api/plan/${id}`],
      ['POST', '/api/plan/'],
      ['PUT', '/api/plan/'],
      ['DELETE', `/api/plan/${id}`],
      ['POST', `/api/plan/${id}/grant`],
      ['GET', '/api/plan/subscriptions'],
      ['POST', '/api/plan/subscriptions/1/cancel'],
    ] as const) {
      expect([path, (await customer.call(method, path, method === 'GET' ? undefined : {})).status]).toEqual([
        path,
        403,
      ]);
      expect((await fetch(`${gateway.url}${path}`, { method })).status).toBe(401);
    }
    const offers = await customer.need<Record<string, unknown>[]>('GET', '/api/plan/offers');
    expect(offers.find((offer) => offer['id'] === id)).toMatchObject({ price_usd: '5', duration_days: 30 });
    for (const offer of offers) expect(offer).not.toHaveProperty('channels');
    const poor = await customer.call('POST', `/api/plan/${id}/purchase`);
    expect(poor).toMatchObject({ status: 402, code: 'plan.balance_insufficient' });
    expect(await customer.need('GET', '/api/user/self/plans')).toEqual([]);
  });

  it('are bought once per Idempotency-Key', async () => {
    const before = await balanceNano();
    const { id } = await addPlan({ price_usd: '0.01', windows: [{ length: 'term', metric: 'requests', limit: 1 }] });
    const buy = async (): Promise<{ id: number }> => {
      const response = await fetch(`${gateway.url}/api/plan/${id}/purchase`, {
        method: 'POST',
        headers: { authorization: '0123456789abcdef0123456789abcdef', 'idempotency-key': 'one' },
      });
      return ((await response.json()) as { data: { id: number } }).data;
    };
    const bought = await Promise.all([buy(), buy(), buy()]);
    subscriptions.push(bought[0].id);
    expect(new Set(bought.map((subscription) => subscription.id)).size).toBe(1);
    expect(before - (await balanceNano())).toBe(10_000_000);
  });

  it.each([
    [{ windows: [] }, 'plan.terms_invalid'],
    [{ windows: [{ length: 'year', metric: 'money', limit_usd: '1' }] }, undefined],
    [{ windows: [{ length: 'day', metric: 'tokens', limit: 0 }] }, undefined],
    [{ windows: 'x' }, undefined],
    [{ windows: [null] }, undefined],
    [{ windows: [{ length: 'day', metric: 'money', limit_usd: 'NaN' }] }, 'plan.terms_invalid'],
    [{ windows: [{ length: 'day', metric: 'requests', limit: 1 }], duration_days: 0 }, undefined],
    [{ windows: [{ length: 'day', metric: 'requests', limit: 1 }], price_usd: '-1' }, 'plan.terms_invalid'],
    [{ windows: [{ length: 'day', metric: 'requests', limit: 1 }], name: ' ' }, 'plan.terms_invalid'],
  ])('cannot be made of %j', async (fields, code) => {
    const plan = { name: 'P', price_usd: '1', duration_days: 1, ...fields };
    const reply = await gateway.management.call('POST', '/api/plan/', plan);
    expect([400, 422]).toContain(reply.status);
    if (code !== undefined) expect(reply.code).toBe(code);
  });
});

describe.each(ENGINES)('plans and kill -9, on %s', (engine) => {
  const CALLERS = 20;
  let gateway: GatewayProcess;
  let upstream: FakeUpstream;

  beforeAll(async () => {
    upstream = await FakeUpstream.start(chatAnswer({ pauseMs: 2 }));
    gateway = await GatewayProcess.start({ engine });
    await gateway.management.addChannel(upstream.url, ['gpt-4o']);
  });
  afterAll(async () => {
    await gateway.remove();
    await upstream.stop();
  });

  it('lose nothing: every delivered call is counted once, the window is full to the last and the wallet paid the rest', async () => {
    const limitNano = 60 * COST_NANO + 1;
    const windows = [
      { length: 'term', metric: 'money', limit_usd: (limitNano / 1e9).toFixed(9) },
      { length: 'week', metric: 'requests', limit: 1_000_000 },
    ];
    const { id } = await gateway.management.need<{ id: number }>('POST', '/api/plan/', {
      ...{ name: 'Coder', price_usd: '0', duration_days: 30, windows },
    });
    await gateway.management.need('POST', `/api/plan/${id}/grant`, { user_id: 1 });
    const delivered = new Set<string>();
    for (let round = 0; round < 2; round++) {
      await callUntilKilled(delivered, (round + 1) * 50);
      await gateway.restart();
    }
    expect(await gateway.stop()).toBe(0);

    const rows = await gateway.database.query('SELECT request_id, amount, price FROM logs WHERE type = 2');
    const charged = new Set(rows.map((row) => row['request_id'] as string));
    expect([...delivered].filter((requestId) => !charged.has(requestId))).toEqual([]);
    const paid = rows.map((row) => {
      const { plan } = JSON.parse(row['price'] as string) as { plan?: { amount: string } };
      return { wallet: Number(row['amount']), plan: Number(plan?.amount ?? 0) };
    });
    const sum = (of: (call: { wallet: number; plan: number }) => number) =>
      paid.reduce((all, call) => all + of(call), 0);
    const used = new Map(
      (await gateway.database.query('SELECT window_key, used FROM plan_usages')).map((row) => [
        row['window_key'] as string,
        Number(row['used']),
      ]),
    );
    expect(used.get('term-money')).toBe(limitNano);
    expect(sum((call) => call.plan)).toBe(limitNano);
    expect(used.get('week-first-use-requests')).toBe(paid.filter((call) => call.plan > 0).length);
    const [books] = await gateway.database.query(`SELECT
      (SELECT -SUM(amount) FROM ledger_entries WHERE operation = 'usage') AS spent,
      (SELECT COUNT(*) FROM ledger_entries WHERE operation = 'usage') AS charges,
      (SELECT balance FROM users WHERE id = 1) AS balance,
      (SELECT SUM(amount) FROM ledger_entries WHERE user_id = 1) AS entries,
      (SELECT used_amount FROM users WHERE id = 1) AS used,
      (SELECT used FROM tokens WHERE user_id = 1) AS token_used,
      (SELECT used_amount FROM channels) AS channel_used`);
    const figures = Object.fromEntries(Object.entries(books!).map(([name, value]) => [name, Number(value)]));
    expect(figures).toMatchObject({
      spent: sum((call) => call.wallet),
      charges: rows.length,
      balance: figures['entries'],
      used: sum((call) => call.wallet + call.plan),
      token_used: sum((call) => call.wallet + call.plan),
      channel_used: sum((call) => call.wallet + call.plan),
    });
  });

  /** Callers, half of them streaming; the process dies as soon as so many answers have arrived whole. */
  async function callUntilKilled(delivered: Set<string>, until: number): Promise<void> {
    const agent = new Agent({ connections: CALLERS });
    let isOver = false;
    const callers = Array.from({ length: CALLERS }, async (_, caller) => {
      while (!isOver) {
        try {
          const response = await request(`${gateway.url}/v1/chat/completions`, {
            method: 'POST',
            headers: { authorization: `Bearer ${ROOT_KEY}`, 'content-type': 'application/json' },
            body: JSON.stringify({ ...BODY, stream: caller % 2 === 0 }),
            dispatcher: agent,
          });
          await response.body.text();
          expect(response.statusCode).toBe(200);
          delivered.add(response.headers['x-request-id'] as string);
        } catch (error) {
          if ((error as { code?: string }).code === undefined) throw error;
          return;
        }
      }
    });
    await waitFor(() => (delivered.size >= until ? true : undefined), 'delivered answers');
    await gateway.kill();
    isOver = true;
    await Promise.all(callers);
    await agent.destroy();
  }
});
