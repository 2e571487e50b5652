import { createServer, LLMock, type ServerInstance } from '@copilotkit/aimock';
import OpenAI from 'openai';
import { GatewayProcess, ROOT_KEY } from '../harness/gateway-process';
import type { LogRow } from '../harness/management';
import { waitFor } from '../harness/wait-for';

/** gpt-4o: ratio 1.25 → 2 500 nano-dollars per input token, output four times that. */
const INPUT_NANO = 2_500n;
const OUTPUT_NANO = 10_000n;
const USAGE = { prompt_tokens: 100, completion_tokens: 20, total_tokens: 120 };

describe('the official openai client against aimock through the gateway', () => {
  let gateway: GatewayProcess;
  let upstream: ServerInstance;
  let client: OpenAI;

  beforeAll(async () => {
    const mock = new LLMock();
    mock.onMessage('hello', { content: 'Hi there, how are you today?', usage: USAGE });
    mock.onMessage('weather', {
      toolCalls: [{ name: 'get_weather', arguments: '{"city":"Berlin"}' }],
      usage: { prompt_tokens: 60, completion_tokens: 12, total_tokens: 72 },
    });
    mock.onMessage('long story', { content: 'once upon a time '.repeat(400), usage: USAGE }, { latency: 40 });
    mock.onEmbedding(/.*/, { embedding: [0.1, 0.2, 0.3] });
    upstream = await createServer([...mock.getFixtures()], { port: 0, latency: 5 });
    // aimock goes on writing when its caller has left, unless the answer has been ended.
    upstream.server.on('request', (_, response) => response.on('close', () => response.end()));
    gateway = await GatewayProcess.start();
    await gateway.management.addChannel(upstream.url, ['gpt-4o', 'text-embedding-3-small']);
    client = new OpenAI({ apiKey: ROOT_KEY, baseURL: `${gateway.url}/v1`, maxRetries: 0 });
  });

  afterAll(async () => {
    await gateway.remove();
    upstream.server.closeAllConnections();
    await new Promise((done) => upstream.server.close(done));
  });

  /** Runs a call and returns its log row and by how much the balance fell, in nano-dollars. */
  async function charged(call: () => Promise<unknown>): Promise<{ row: LogRow; spent: bigint }> {
    const before = await ledgerState();
    await call();
    const row = await waitFor(async () => {
      const rows = await gateway.management.logs('&type=2');
      return rows.length > before.rows ? rows[0] : undefined;
    }, 'the log row');
    const after = await ledgerState();
    expect(after.entries).toBe(after.balance);
    return { row, spent: before.balance - after.balance };
  }

  async function ledgerState(): Promise<{ balance: bigint; entries: bigint; rows: number }> {
    const query = (sql: string) => gateway.database.query(sql).then((rows) => rows[0]!['n'] as number);
    return {
      balance: BigInt(await query('SELECT balance AS n FROM users WHERE id = 1')),
      entries: BigInt(await query('SELECT SUM(amount) AS n FROM ledger_entries WHERE user_id = 1')),
      rows: await query('SELECT COUNT(*) AS n FROM logs WHERE type = 2'),
    };
  }

  const ask = (content: string) => ({ model: 'gpt-4o', messages: [{ role: 'user' as const, content }] });

  it('answers a chat and charges exactly what the usage says', async () => {
    const { row, spent } = await charged(async () => {
      const answer = await client.chat.completions.create(ask('hello'));
      expect(answer.choices[0]?.message.content).toBe('Hi there, how are you today?');
      expect(answer.usage).toMatchObject(USAGE);
      expect(answer._request_id).toMatch(/^\d{23}[0-9a-z]{8}$/);
    });
    expect(spent).toBe(100n * INPUT_NANO + 20n * OUTPUT_NANO);
    expect(row).toMatchObject({ prompt_tokens: 100, completion_tokens: 20, cost_usd: '0.00045', quota: 225, end_state: 'completed' });
  });

  it('streams a chat without showing usage to a caller who did not ask, and charges it all the same', async () => {
    const { row, spent } = await charged(async () => {
      const stream = await client.chat.completions.create({ ...ask('hello'), stream: true });
      let text = '';
      for await (const part of stream) {
        expect(part.usage ?? null).toBeNull();
        expect(part.choices.length).toBeGreaterThan(0);
        text += part.choices[0]?.delta.content ?? '';
      }
      expect(text).toBe('Hi there, how are you today?');
    });
    expect(spent).toBe(100n * INPUT_NANO + 20n * OUTPUT_NANO);
    expect(row).toMatchObject({ is_stream: true, is_estimated: false, prompt_tokens: 100, completion_tokens: 20 });
    expect(row.first_byte_ms).toBeGreaterThan(0);
  });

  it('hands the usage event to a caller who asked for it', async () => {
    const { spent } = await charged(async () => {
      const stream = await client.chat.completions.create({
        ...ask('hello'),
        stream: true,
        stream_options: { include_usage: true },
      });
      const usages: unknown[] = [];
      for await (const part of stream) if (part.usage) usages.push(part.usage);
      expect(usages).toEqual([expect.objectContaining(USAGE)]);
    });
    expect(spent).toBe(100n * INPUT_NANO + 20n * OUTPUT_NANO);
  });

  it('passes tool calls through, whole and streamed', async () => {
    const tools = [{ type: 'function' as const, function: { name: 'get_weather', parameters: { type: 'object' } } }];
    const { row } = await charged(async () => {
      const answer = await client.chat.completions.create({ ...ask('weather'), tools });
      expect(answer.choices[0]?.message.tool_calls?.[0]).toMatchObject({ function: { name: 'get_weather', arguments: '{"city":"Berlin"}' } });
      expect(answer.choices[0]?.finish_reason).toBe('tool_calls');
    });
    expect(row).toMatchObject({ prompt_tokens: 60, completion_tokens: 12 });
    await charged(async () => {
      const stream = client.chat.completions.stream({ ...ask('weather'), tools });
      const answer = await stream.finalChatCompletion();
      expect(answer.choices[0]?.message.tool_calls?.[0]).toMatchObject({ function: { name: 'get_weather' } });
    });
  });

  it('answers embeddings and charges their input', async () => {
    const { row, spent } = await charged(async () => {
      const answer = await client.embeddings.create({ model: 'text-embedding-3-small', input: 'some text', encoding_format: 'float' });
      expect(answer.data[0]?.embedding).toEqual([0.1, 0.2, 0.3]);
    });
    expect(spent).toBe(BigInt(row.prompt_tokens) * 20n);
    expect(row.completion_tokens).toBe(0);
    expect(row.prompt_tokens).toBeGreaterThan(0);
  });

  it('lists the models of the key, and answers 404 for others', async () => {
    const names: string[] = [];
    for await (const model of client.models.list()) names.push(model.id);
    expect(names).toEqual(['gpt-4o', 'text-embedding-3-small']);
    await expect(client.models.retrieve('gpt-4o')).resolves.toMatchObject({ id: 'gpt-4o', owned_by: 'openai' });
    await expect(client.models.retrieve('gpt-99')).rejects.toMatchObject({ status: 404, code: 'model_not_found' });
  });

  it('charges an estimate of what was delivered when the caller leaves midway, and stops the upstream', async () => {
    const { row, spent } = await charged(async () => {
      const stream = await client.chat.completions.create({ ...ask('long story'), stream: true });
      let parts = 0;
      for await (const part of stream) if ((part.choices[0]?.delta.content ?? '') !== '' && ++parts === 3) break;
      stream.controller.abort();
    });
    expect(row).toMatchObject({ end_state: 'caller-gone', is_estimated: true, is_stream: true });
    expect(row.completion_tokens).toBeGreaterThan(0);
    expect(row.completion_tokens).toBeLessThan(1_000);
    expect(spent).toBe(BigInt(row.prompt_tokens) * INPUT_NANO + BigInt(row.completion_tokens) * OUTPUT_NANO);
  });

  it('agrees to the unit: balance, token, channel, counters and log rows', async () => {
    const one = async (sql: string) => (await gateway.database.query(sql))[0]!;
    const logs = await one('SELECT SUM(amount) AS amount, COUNT(*) AS calls FROM logs WHERE type = 2');
    const user = await one('SELECT balance, used_amount, request_count FROM users WHERE id = 1');
    const token = await one('SELECT used FROM tokens WHERE user_id = 1');
    const channel = await one('SELECT used_amount, used_count FROM channels');
    const opening = await one("SELECT amount FROM ledger_entries WHERE operation = 'opening'");
    expect(user['used_amount']).toBe(logs['amount']);
    expect(token['used']).toBe(logs['amount']);
    expect(channel['used_amount']).toBe(logs['amount']);
    expect(user['request_count']).toBe(logs['calls']);
    expect(channel['used_count']).toBe(logs['calls']);
    expect(Number(opening['amount']) - Number(logs['amount'])).toBe(user['balance']);
  });
});
