import { createServer, LLMock, type ServerInstance } from '@copilotkit/aimock';
import OpenAI from 'openai';
import { GatewayProcess, ROOT_KEY } from '../../harness/gateway-process';
import { waitFor } from '../../harness/wait-for';

const CONVERTED = ['openai-chat', 'anthropic-messages', 'gemini-generate'];
const TOLD = 'Remember the number seven.';
const ANSWER = 'I shall remember it.';
const ASKED = 'Which number?';
const RECALLED = 'Seven.';

/** Stored rows are written behind the calls. */
const WRITTEN = 'the response to be written';

describe('conversations by previous_response_id (real: client and gateway; simulated: the upstreams, by aimock)', () => {
  let gateway: GatewayProcess;
  let upstream: ServerInstance;
  let client: OpenAI;

  beforeAll(async () => {
    const mock = new LLMock();
    mock.addFixture({
      match: {
        predicate: ({ messages }) => {
          const said = (role: string, text: string) =>
            messages.some((message) => message.role === role && JSON.stringify(message.content).includes(text));
          return said('user', ASKED) && said('user', TOLD) && said('assistant', ANSWER);
        },
      },
      response: { content: RECALLED },
    });
    mock.addFixture({
      match: { predicate: ({ messages }) => JSON.stringify(messages).includes(ASKED) },
      response: { content: 'I do not know.' },
    });
    mock.addFixture({ match: { predicate: () => true }, response: { content: ANSWER } });
    upstream = await createServer([...mock.getFixtures()], { port: 0 });
    upstream.server.on('request', (_, response) => response.on('close', () => response.end()));
    gateway = await GatewayProcess.start();
    const { management } = gateway;
    await management.setOption('ModelRatio', Object.fromEntries(CONVERTED.map((dialect) => [modelOf(dialect), 1])));
    for (const dialect of CONVERTED) {
      const config = JSON.stringify({ protocols: dialect });
      await management.addChannel(upstream.url, [modelOf(dialect)], { name: dialect, config });
    }
    client = clientOf(ROOT_KEY);
  });

  afterAll(async () => {
    await gateway.remove();
    upstream.server.closeAllConnections();
    await new Promise((done) => upstream.server.close(done));
  });

  const clientOf = (key: string) => new OpenAI({ apiKey: key, baseURL: `${gateway.url}/v1`, maxRetries: 0 });
  const ask = (input: string, more: object = {}, model = modelOf('openai-chat')) =>
    client.responses.create({ model, input, ...more });
  const rowOf = async (id: string) =>
    (await gateway.database.query(`SELECT content_sealed FROM stored_responses WHERE id = '${id}'`))[0];
  const written = (id: string) => waitFor(() => rowOf(id), WRITTEN);

  describe.each(CONVERTED)('to an upstream that speaks %s', (dialect) => {
    it('case 74: goes on where the answer before ended', async () => {
      const first = await ask(TOLD, {}, modelOf(dialect));
      expect(first).toMatchObject({ output_text: ANSWER, store: true, previous_response_id: null });
      const second = await ask(ASKED, { previous_response_id: first.id }, modelOf(dialect));
      expect(second).toMatchObject({ output_text: RECALLED, store: true, previous_response_id: first.id });
      const third = await ask(ASKED, { previous_response_id: second.id, store: false }, modelOf(dialect));
      expect(third).toMatchObject({ output_text: RECALLED, store: false });
    });

    it('goes on where a stream ended', async () => {
      const model = modelOf(dialect);
      const first = await client.responses.stream({ model, input: TOLD }).finalResponse();
      const second = await client.responses
        .stream({ model, input: ASKED, previous_response_id: first.id })
        .finalResponse();
      expect(second).toMatchObject({ output_text: RECALLED, previous_response_id: first.id });
    });

    it('tells of no loss for being kept here', async () => {
      const first = await ask(TOLD, { store: true }, modelOf(dialect));
      const { response } = await client.responses
        .create({ model: modelOf(dialect), input: ASKED, previous_response_id: first.id, store: true })
        .withResponse();
      const lost = response.headers.get('x-chat-api-conversion-loss') ?? '';
      expect(lost).not.toMatch(/store|previous_response_id/);
    });
  });

  it('changes the upstream and even the dialect on the way', async () => {
    const first = await ask(TOLD, {}, modelOf('anthropic-messages'));
    const second = await ask(ASKED, { previous_response_id: first.id }, modelOf('gemini-generate'));
    expect(second.output_text).toBe(RECALLED);
  });

  it('leaves the old instructions behind', async () => {
    const first = await ask(TOLD, { instructions: ASKED });
    expect(first.output_text).toBe('I do not know.');
    const second = await ask('Hello', { previous_response_id: first.id });
    expect(second.output_text).toBe(ANSWER);
  });

  it('is read, listed and deleted by its id, at once and when it has been written', async () => {
    const first = await ask(TOLD);
    const second = await ask(ASKED, { previous_response_id: first.id });
    const { output_text: _, ...answer } = second;
    for (const wait of [() => Promise.resolve(), () => written(second.id)]) {
      await wait();
      expect(await client.responses.retrieve(second.id)).toMatchObject(answer);
      const items = await client.responses.inputItems.list(second.id, { order: 'asc', limit: 2 });
      expect(items.data.map(({ type, ...item }) => [type, 'role' in item ? item.role : ''])).toEqual([
        ['message', 'user'],
        ['message', 'assistant'],
      ]);
      const rest = await items.getNextPage();
      expect(rest.data).toMatchObject([{ role: 'user', content: [{ type: 'input_text', text: ASKED }] }]);
      expect(rest.hasNextPage()).toBe(false);
    }
    await client.responses.delete(second.id);
    await expect(client.responses.retrieve(second.id)).rejects.toMatchObject({
      status: 404,
      code: 'response_not_found',
    });
    await expect(client.responses.inputItems.list(second.id)).rejects.toMatchObject({ status: 404 });
    await expect(client.responses.delete(second.id)).rejects.toMatchObject({ status: 404 });
    await expect(ask(ASKED, { previous_response_id: second.id })).rejects.toMatchObject(NOT_FOUND);
    // Those that followed it have the conversation themselves.
    expect((await ask(ASKED, { previous_response_id: first.id })).output_text).toBe(RECALLED);
  });

  it('is sealed where it is stored, and survives a restart', async () => {
    const first = await ask(TOLD);
    const { content_sealed: sealed } = await written(first.id);
    expect(sealed).toMatch(/^v1\./);
    await gateway.stop();
    await gateway.restart();
    client = clientOf(ROOT_KEY);
    expect((await ask(ASKED, { previous_response_id: first.id })).output_text).toBe(RECALLED);
  });

  it('is nobody else’s: another user’s key finds nothing', async () => {
    const first = await ask(TOLD);
    await written(first.id);
    const { id, key } = await gateway.management.addToken();
    await addUser(7);
    await gateway.database.execute(`UPDATE tokens SET user_id = 7 WHERE id = ${id}`);
    const other = clientOf(key);
    await expect(other.responses.retrieve(first.id)).rejects.toMatchObject({ status: 404, code: 'response_not_found' });
    await expect(other.responses.inputItems.list(first.id)).rejects.toMatchObject({ status: 404 });
    await expect(other.responses.cancel(first.id)).rejects.toMatchObject({ status: 404 });
    await expect(other.responses.delete(first.id)).rejects.toMatchObject({ status: 404 });
    const follow = { model: modelOf('openai-chat'), input: ASKED, previous_response_id: first.id };
    await expect(other.responses.create(follow)).rejects.toMatchObject(NOT_FOUND);
    await expect(other.responses.create({ ...follow, stream: true })).rejects.toMatchObject(NOT_FOUND);
    expect(await client.responses.retrieve(first.id)).toMatchObject({ id: first.id });
  });

  it('is shared by all keys of its owner', async () => {
    const first = await ask(TOLD);
    const { key } = await gateway.management.addToken();
    expect(await clientOf(key).responses.retrieve(first.id)).toMatchObject({ id: first.id });
  });

  it('ends with its time', async () => {
    const first = await ask(TOLD);
    await written(first.id);
    await gateway.database.execute(`UPDATE stored_responses SET expires_at = 1 WHERE id = '${first.id}'`);
    await expect(client.responses.retrieve(first.id)).rejects.toMatchObject({ status: 404 });
    await expect(ask(ASKED, { previous_response_id: first.id })).rejects.toMatchObject(NOT_FOUND);
  });

  it('is not kept against the caller’s will, nor the operator’s', async () => {
    const unkept = await ask(TOLD, { store: false });
    expect(unkept).toMatchObject({ store: false });
    await expect(client.responses.retrieve(unkept.id)).rejects.toMatchObject({ status: 404 });
    await gateway.management.setOption('StoredResponseDays', '0');
    const first = await ask(TOLD);
    expect(first).toMatchObject({ store: false });
    await expect(client.responses.retrieve(first.id)).rejects.toMatchObject({ status: 404 });
    await gateway.management.setOption('StoredResponseDays', '30');
    await expect(client.responses.retrieve(first.id)).rejects.toMatchObject({ status: 404 });
    expect([await rowOf(unkept.id), await rowOf(first.id)]).toEqual([undefined, undefined]);
  });

  it('neither begins nor is cancelled in the background', async () => {
    await expect(ask(TOLD, { background: true })).rejects.toMatchObject({
      status: 400,
      code: 'background_unsupported',
    });
    const first = await ask(TOLD);
    await expect(client.responses.cancel(first.id)).rejects.toMatchObject({
      status: 400,
      code: 'response_not_cancellable',
    });
  });

  async function addUser(id: number): Promise<void> {
    await gateway.database
      .execute(`INSERT INTO users (id, username, username_key, password, display_name, role, status, email, github_id,
      wechat_id, balance, used_amount, request_count, "group", aff_count, aff_quota, aff_history, inviter_id, created_at,
      last_login_at, session_version, must_change_password) VALUES (${id}, 'u${id}', 'u${id}', '', '', 1, 1, '', '', '',
      1000000000, 0, 0, 'default', 0, 0, 0, 0, 0, 0, 1, 0)`);
  }
});

const NOT_FOUND = { status: 404, code: 'previous_response_not_found', param: 'previous_response_id' };

function modelOf(dialect: string): string {
  return `by-${dialect}`;
}
