import OpenAI from 'openai';
import { GatewayProcess, ROOT_KEY } from '../../harness/gateway-process';
import { chatAnswer, FakeUpstream } from '../../harness/fake-upstream';
import { ResponsesUpstream } from '../../harness/responses-upstream';
import { waitFor } from '../../harness/wait-for';

const NATIVE = JSON.stringify({ protocols: 'openai-responses' });
const MODELS = ['shared', 'alone', 'stateless', 'chat'];

describe('upstreams that keep responses themselves (real: client and gateway; simulated: the upstreams)', () => {
  let gateway: GatewayProcess;
  let client: OpenAI;
  let one: ResponsesUpstream;
  let two: ResponsesUpstream;
  let stateless: ResponsesUpstream;
  let chat: FakeUpstream;

  beforeAll(async () => {
    [one, two] = [await ResponsesUpstream.start('one'), await ResponsesUpstream.start('two')];
    stateless = await ResponsesUpstream.start('none', { isStateful: false });
    chat = await FakeUpstream.start(chatAnswer());
    gateway = await GatewayProcess.start();
    const { management } = gateway;
    await management.setOption('ModelRatio', Object.fromEntries(MODELS.map((model) => [model, 1])));
    await management.addChannel(one.server.url, ['shared', 'alone'], { name: 'one', config: NATIVE });
    await management.addChannel(two.server.url, ['shared'], { name: 'two', config: NATIVE });
    await management.addChannel(stateless.server.url, ['stateless'], { name: 'stateless', config: NATIVE });
    await management.addChannel(chat.url, ['chat'], {
      name: 'chat',
      config: JSON.stringify({ protocols: 'openai-chat' }),
    });
    client = new OpenAI({ apiKey: ROOT_KEY, baseURL: `${gateway.url}/v1`, maxRetries: 0 });
  });

  afterAll(async () => {
    await gateway.remove();
    for (const upstream of [one.server, two.server, stateless.server, chat]) await upstream.stop();
  });

  const ask = (model: string, input: string, more: object = {}) => client.responses.create({ model, input, ...more });
  const setStatus = async (name: string, status: number) => {
    const [row] = await gateway.database.query(`SELECT id FROM channels WHERE name = '${name}'`);
    await gateway.management.need('PUT', '/api/channel/', { id: row!['id'], status });
  };

  it('are asked by the id that they gave, in the caller’s own bytes', async () => {
    for (let turn = 0; turn < 6; turn++) {
      const first = await ask('shared', 'Hi');
      const upstream = first.id.startsWith('resp_one') ? one : two;
      const before = upstream.bodies.length;
      const second = await ask('shared', 'And now?', { previous_response_id: first.id });
      expect(second.output_text).toBe('3 items');
      expect(upstream.bodies.slice(before)).toEqual([
        { model: 'shared', input: 'And now?', previous_response_id: first.id },
      ]);
    }
  });

  it('are asked by the id of a stream', async () => {
    const first = await client.responses.stream({ model: 'alone', input: 'Hi' }).finalResponse();
    const second = await client.responses
      .stream({ model: 'alone', input: 'And now?', previous_response_id: first.id })
      .finalResponse();
    expect(second.output_text).toBe('3 items');
    expect(one.bodies[one.bodies.length - 1]).toMatchObject({ previous_response_id: first.id });
    expect(await client.responses.retrieve(second.id)).toMatchObject({ id: second.id, status: 'completed' });
  });

  it('are replaced by others with the whole conversation, without what only its maker can read', async () => {
    await setStatus('two', 2);
    const first = await ask('shared', 'Hi');
    await setStatus('two', 1);
    await setStatus('one', 2);
    const second = await ask('shared', 'And now?', { previous_response_id: first.id });
    await setStatus('one', 1);
    expect([first.id.slice(0, 8), second.output_text]).toEqual(['resp_one', '3 items']);
    expect(two.bodies[two.bodies.length - 1]).toMatchObject({
      previous_response_id: null,
      input: [
        { type: 'message', role: 'user', content: 'Hi' },
        { type: 'message', role: 'assistant', content: [{ type: 'output_text', text: '1 items' }] },
        { type: 'message', role: 'user', content: 'And now?' },
      ],
    });
    expect(JSON.stringify(two.bodies[two.bodies.length - 1])).not.toMatch(/reasoning|msg_resp_one/);
  });

  it('are left for one of another dialect', async () => {
    const first = await ask('alone', 'Hi');
    expect((await ask('chat', 'And now?', { previous_response_id: first.id })).output_text).toBe('Hello there');
    expect(chat.requests[chat.requests.length - 1]!.body['messages']).toMatchObject([
      { role: 'user', content: 'Hi' },
      { role: 'assistant', content: '1 items' },
      { role: 'user', content: 'And now?' },
    ]);
  });

  it('are not asked by id when they say that they keep nothing', async () => {
    const first = await ask('stateless', 'Hi');
    const second = await ask('stateless', 'And now?', { previous_response_id: first.id });
    expect(second.output_text).toBe('3 items');
  });

  it('are told the whole conversation when they have lost it', async () => {
    for (const stream of [false, true]) {
      const first = await ask('alone', 'Hi');
      one.forget();
      const before = one.bodies.length;
      const follow = { model: 'alone', input: 'And now?', previous_response_id: first.id };
      const second = stream
        ? await client.responses.stream(follow).finalResponse()
        : await client.responses.create(follow);
      expect(second.output_text).toBe('3 items');
      expect(one.bodies.slice(before).map((body) => body['previous_response_id'])).toEqual([first.id, null]);
    }
  });

  it('never see an id that the caller’s user does not have', async () => {
    const before = one.bodies.length;
    await expect(ask('alone', 'And now?', { previous_response_id: 'resp_one1_foreign' })).rejects.toMatchObject({
      ...{ status: 404, code: 'previous_response_not_found', param: 'previous_response_id' },
      type: 'invalid_request_error',
    });
    expect(one.bodies).toHaveLength(before);
  });

  it('compact a conversation, which is metered', async () => {
    const first = await ask('alone', 'Hi');
    const compacted = await client.responses.compact({ model: 'alone', previous_response_id: first.id });
    expect(compacted).toMatchObject({ object: 'response.compaction', usage: { total_tokens: 48 } });
    expect(one.server.requests[one.server.requests.length - 1]!.path).toBe('/v1/responses/compact');
    await waitFor(async () => {
      const [row] = await gateway.management.logs('&type=2');
      return row?.prompt_tokens === 40 && row.completion_tokens === 8 && row.end_state === 'completed';
    }, 'the log row');
  });

  it('alone compact: others are not asked to', async () => {
    const before = chat.requests.length;
    await expect(client.responses.compact({ model: 'chat', input: 'Hi' })).rejects.toMatchObject({
      status: 400,
      code: 'compaction_unsupported',
    });
    expect(chat.requests).toHaveLength(before);
  });
});
