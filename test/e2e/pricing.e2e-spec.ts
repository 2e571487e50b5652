import { FakeUpstream, sendJson } from '../harness/fake-upstream';
import { GatewayProcess, ROOT_ACCESS_TOKEN, ROOT_KEY } from '../harness/gateway-process';
import { Management, type LogRow } from '../harness/management';
import { callRelay } from '../harness/relay-client';
import { waitFor } from '../harness/wait-for';

interface Pricing {
  version: number;
  group: string;
  groups: { group: string; factor: string }[];
  models: {
    model: string;
    factor: string;
    source: string;
    source_date: string;
    per_million?: Record<string, string>;
  }[];
}

describe('the price list (real: the gateway; simulated: an upstream)', () => {
  let gateway: GatewayProcess;
  let upstream: FakeUpstream;

  beforeAll(async () => {
    upstream = await FakeUpstream.start();
    gateway = await GatewayProcess.start();
    await gateway.management.addChannel(upstream.url, ['gpt-4o', 'unpriced']);
  });

  afterAll(async () => {
    await gateway.remove();
    await upstream.stop();
  });

  const pricing = async (accessToken: string): Promise<Pricing> =>
    new Management(gateway.url, accessToken).need<Pricing>('GET', '/api/pricing');
  const entry = ({ models }: Pricing, name: string) => models.find(({ model }) => model === name);

  it('is open to everybody, with prices by class, source and date, of what channels serve to the group', async () => {
    const seen = await pricing('');
    expect(seen.models.map(({ model }) => model)).toEqual(['gpt-4o']);
    expect(seen).toMatchObject({ version: 1, group: 'default' });
    expect(entry(seen, 'gpt-4o')).toMatchObject({
      ...{ per_million: { input: '2.5', output: '10', cacheRead: '1.25' }, factor: '1' },
      ...{ source: 'genai-prices', source_date: '2026-09-23' },
    });
    expect(seen.groups.map(({ group }) => group)).toEqual(['default', 'vip', 'svip']);
  });

  it("is shown at the prices of the caller's group, and to somebody unknown as to a guest", async () => {
    await gateway.management.setOption('GroupRatio', { default: 1, vip: 0.5, inner: 0.1 });
    await gateway.management.addChannel(upstream.url, ['gpt-4o', 'gpt-4o-mini'], { group: 'inner,vip' });
    await gateway.database.execute('UPDATE users SET "group" = \'inner\' WHERE role = 100');
    await gateway.stop();
    await gateway.restart();
    const own = await pricing(ROOT_ACCESS_TOKEN);
    expect([own.group, entry(own, 'gpt-4o')?.factor]).toEqual(['inner', '0.1']);
    const guest = await pricing('f'.repeat(32));
    expect([guest.group, entry(guest, 'gpt-4o')?.factor]).toEqual(['default', '1']);
    expect(guest.groups.map(({ group }) => group)).not.toContain('inner');
    const asGuest = new Management(gateway.url, '');
    const vip = await asGuest.need<Pricing>('GET', '/api/pricing?group=vip');
    expect(vip.models.map(({ model, factor }) => [model, factor])).toEqual([
      ['gpt-4o', '0.5'],
      ['gpt-4o-mini', '0.5'],
    ]);
    await expect(asGuest.need('GET', '/api/pricing?group=inner')).rejects.toThrow('422');
    await gateway.database.execute('UPDATE users SET "group" = \'default\' WHERE role = 100');
    await gateway.stop();
    await gateway.restart();
  });

  it('charges at once what an option of the old notation says, and tells cost and margin to staff alone', async () => {
    upstream.handler = (_, response) => {
      const message = { role: 'assistant', content: 'ok' };
      const usage = { prompt_tokens: 1_000, completion_tokens: 500, total_tokens: 1_500 };
      sendJson(response, 200, { id: 'c', choices: [{ index: 0, message, finish_reason: 'stop' }], usage });
    };
    await gateway.management.setOption('ModelRatio', { 'gpt-4o': 0.01 });
    const body = { model: 'gpt-4o', messages: [{ role: 'user', content: 'hi' }] };
    const { status } = await callRelay(`${gateway.url}/v1/chat/completions`, { key: ROOT_KEY, body });
    expect(status).toBe(200);
    const row = await waitFor(async () => (await gateway.management.logs('&type=2'))[0], 'the row');
    expect(row).toMatchObject({ cost_usd: '0.00006', supplier_cost_usd: null, margin_usd: null });
    const own = await gateway.management.need<LogRow[]>('GET', '/api/log/self?type=2');
    expect(own[0]).toMatchObject({ cost_usd: '0.00006' });
    for (const secret of ['supplier_cost_usd', 'margin_usd']) expect(own[0]).not.toHaveProperty(secret);
  });

  it('D59: refuses a malformed option with status 422 and goes on', async () => {
    const put = await gateway.management.call('PUT', '/api/option/', { key: 'ModelRatio', value: '{"gpt-4o":' });
    expect([put.status, put.code]).toEqual([422, 'option.value_invalid']);
    expect(entry(await pricing(''), 'gpt-4o')?.per_million?.['input']).toBe('0.02');
  });
});
