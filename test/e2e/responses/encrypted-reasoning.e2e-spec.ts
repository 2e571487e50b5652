import OpenAI from 'openai';
import { GatewayProcess, ROOT_KEY } from '../../harness/gateway-process';
import { ResponsesUpstream } from '../../harness/responses-upstream';
import { waitFor } from '../../harness/wait-for';

const NATIVE = JSON.stringify({ protocols: 'openai-responses' });
/** The caller keeps the conversation himself, as Codex does. */
const STATELESS = { store: false, include: ['reasoning.encrypted_content' as const] };

type Input = OpenAI.Responses.ResponseInputItem[];
type Output = OpenAI.Responses.Response;

describe('encrypted reasoning that callers bring back (real: client and gateway; simulated: two upstreams that cannot read each other’s)', () => {
  let gateway: GatewayProcess;
  let client: OpenAI;
  let one: ResponsesUpstream;
  let two: ResponsesUpstream;

  beforeAll(async () => {
    [one, two] = [await ResponsesUpstream.start('one'), await ResponsesUpstream.start('two')];
    gateway = await GatewayProcess.start();
    const { management } = gateway;
    await management.setOption('ModelRatio', { shared: 1 });
    await management.addChannel(one.server.url, ['shared'], { name: 'one', config: NATIVE });
    await management.addChannel(two.server.url, ['shared'], { name: 'two', config: NATIVE });
    client = new OpenAI({ apiKey: ROOT_KEY, baseURL: `${gateway.url}/v1`, maxRetries: 0 });
  });

  beforeEach(() => {
    one.refusals = 0;
    two.refusals = 0;
  });

  afterAll(async () => {
    await gateway.remove();
    for (const upstream of [one.server, two.server]) await upstream.stop();
  });

  const hi: Input = [{ role: 'user', content: 'Hi' }];
  const next = (output: Output['output']): Input => [...hi, ...output, { role: 'user', content: 'And now?' }] as Input;
  const ask = (input: Input) => client.responses.create({ model: 'shared', input, ...STATELESS });
  const stream = (input: Input) => client.responses.stream({ model: 'shared', input, ...STATELESS }).finalResponse();
  const makerOf = ({ id }: { id: string }) => (id.startsWith('resp_one') ? one : two);
  const lastBody = (upstream: ResponsesUpstream) => JSON.stringify(upstream.bodies[upstream.bodies.length - 1]);
  const setStatus = async (upstream: ResponsesUpstream, status: number) => {
    const [row] = await gateway.database.query(`SELECT id FROM channels WHERE base_url = '${upstream.server.url}'`);
    await gateway.management.need('PUT', '/api/channel/', { id: row!['id'], status });
  };
  /** A conversation that the upstream had elsewhere, before this gateway started. */
  const fromElsewhere = (upstream: ResponsesUpstream, proof = upstream.proof): Input =>
    next([
      { type: 'reasoning', id: 'rs_old', summary: [], encrypted_content: proof },
      { type: 'message', id: 'msg_old', role: 'assistant', status: 'completed', content: [] },
    ]);

  it.each([
    ['answer', ask],
    ['stream', stream],
  ])('case 39: goes back to the upstream that made it, unchanged (%s)', async (_, send) => {
    for (let turn = 0; turn < 8; turn++) {
      const first = await send(hi);
      const second = await send(next(first.output));
      expect(makerOf(second)).toBe(makerOf(first));
      expect(lastBody(makerOf(first))).toContain(JSON.stringify(first.output[0]));
    }
    expect([one.refusals, two.refusals]).toEqual([0, 0]);
  });

  it('is left out for another when its maker takes no calls, and the caller is told', async () => {
    await setStatus(two, 2);
    const first = await ask(hi);
    await setStatus(two, 1);
    await setStatus(one, 2);
    const { data: second, response } = await client.responses
      .create({ model: 'shared', input: next(first.output), ...STATELESS })
      .withResponse();
    await setStatus(one, 1);
    expect([makerOf(first), makerOf(second), two.refusals]).toEqual([one, two, 0]);
    expect(second.output_text).toBe('3 items');
    expect(response.headers.get('x-chat-api-conversion-loss')).toBe('input');
    expect(lastBody(two)).not.toMatch(/encrypted_content":"|rs_resp_one|msg_resp_one/);
    expect(lastBody(two)).toContain('1 items');
  });

  it('is tried, and left out once it is refused, where nobody remembers its maker', async () => {
    await setStatus(two, 2);
    const { data: known } = await client.responses
      .create({ model: 'shared', input: fromElsewhere(one), ...STATELESS })
      .withResponse();
    expect([known.output_text, one.refusals]).toEqual(['4 items', 0]);
    const { data, response } = await client.responses
      .create({ model: 'shared', input: fromElsewhere(two, 'by nobody here'), ...STATELESS })
      .withResponse();
    await setStatus(two, 1);
    expect([data.output_text, one.refusals]).toEqual(['3 items', 1]);
    const id = response.headers.get('x-request-id')!;
    const row = await waitFor(async () => (await gateway.management.logs(`&request_id=${id}&type=2`))[0], 'the row');
    const attempts = JSON.parse(row.attempts_log!) as { status: number }[];
    expect(attempts.map(({ status }) => status)).toEqual([400, 200]);
  });

  it('stays as it is in a compaction, which stands for all that went before', async () => {
    const input = fromElsewhere(one, 'by nobody here').filter((item) => item.type !== 'reasoning');
    const compaction = { type: 'compaction', id: 'cmp_1', encrypted_content: 'by nobody here' };
    const answer = await ask([compaction as Input[number], ...input]);
    expect(answer.output_text).toBe('4 items');
  });

  it('goes through callers of other protocols to its maker only', async () => {
    const post = async (messages: unknown[]) => {
      const reply = await fetch(`${gateway.url}/v1/messages`, {
        method: 'POST',
        headers: { 'x-api-key': ROOT_KEY, 'anthropic-version': '2023-06-01', 'content-type': 'application/json' },
        body: JSON.stringify({
          model: 'shared',
          max_tokens: 2000,
          thinking: { type: 'enabled', budget_tokens: 1024 },
          messages,
        }),
      });
      return { status: reply.status, body: (await reply.json()) as { content: { type: string }[] } };
    };
    const user = { role: 'user', content: 'Hi' };
    const first = await post([user]);
    expect(first.body.content.map(({ type }) => type)).toContain('thinking');
    const seen: string[] = [];
    for (let turn = 0; turn < 12; turn++) {
      const before = one.bodies.length;
      const { status } = await post([user, { role: 'assistant', content: first.body.content }, user]);
      expect(status).toBe(200);
      const upstream = one.bodies.length > before ? one : two;
      seen.push(
        `${upstream === one ? 'one' : 'two'} ${/encrypted_content":"/.test(lastBody(upstream)) ? 'with' : 'without'}`,
      );
    }
    expect([one.refusals, two.refusals]).toEqual([0, 0]);
    expect(new Set(seen).size).toBeLessThanOrEqual(2);
    const isOne = lastBody(one).includes(one.proof) || seen.includes('one with');
    expect(seen).not.toContain(isOne ? 'two with' : 'one with');
  });
});
