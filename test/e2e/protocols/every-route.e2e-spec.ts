import { createServer, LLMock, type ServerInstance } from '@copilotkit/aimock';
import { GatewayProcess, ROOT_KEY } from '../../harness/gateway-process';
import { waitFor } from '../../harness/wait-for';
import { TOOL_LOOPS } from './tool-loops';

const DIALECTS = ['openai-chat', 'openai-responses', 'anthropic-messages', 'gemini-generate'];
const ANSWER = 'It is 21 degrees in Berlin, and sunny: 晴。';
const INPUT = 60;
const OUTPUT = 12;
const USAGE = {
  ...{ prompt_tokens: INPUT, completion_tokens: OUTPUT, total_tokens: INPUT + OUTPUT },
  ...{ input_tokens: INPUT, output_tokens: OUTPUT },
  ...{ promptTokenCount: INPUT, candidatesTokenCount: OUTPUT, totalTokenCount: INPUT + OUTPUT },
};

/** How each client is told that a tool is to be called, and that the answer is complete. */
const ENDS: Record<string, [string, string]> = {
  'openai-chat': ['tool_calls', 'stop'],
  'openai-responses': ['completed', 'completed'],
  'anthropic-messages': ['tool_use', 'end_turn'],
  'gemini-generate': ['STOP', 'STOP'],
};

describe('official clients on every route (real: clients and gateway; simulated: the upstream, by aimock)', () => {
  let gateway: GatewayProcess;
  let upstream: ServerInstance;

  beforeAll(async () => {
    const mock = new LLMock();
    mock.addFixture({
      match: { predicate: ({ messages }) => messages[messages.length - 1]?.role === 'tool' },
      response: { content: ANSWER, usage: USAGE },
    });
    mock.onMessage('weather', { toolCalls: [{ name: 'get_weather', arguments: '{"city":"Berlin"}' }], usage: USAGE });
    upstream = await createServer([...mock.getFixtures()], { port: 0 });
    upstream.server.on('request', (_, response) => response.on('close', () => response.end()));
    gateway = await GatewayProcess.start();
    const { management } = gateway;
    await management.setOption('ModelRatio', Object.fromEntries(DIALECTS.map((dialect) => [modelOf(dialect), 1])));
    for (const dialect of DIALECTS) {
      const config = JSON.stringify({ protocols: dialect });
      await management.addChannel(upstream.url, [modelOf(dialect)], { name: dialect, config });
    }
  });

  afterAll(async () => {
    await gateway.remove();
    upstream.server.closeAllConnections();
    await new Promise((done) => upstream.server.close(done));
  });

  const routes = DIALECTS.flatMap((caller) => DIALECTS.map((to) => [caller, to] as const));

  it.each(routes)('%s → %s: a loop with a tool in two streamed turns, metered alike', async (caller, to) => {
    const newest = async () => (await gateway.management.logs('&type=2'))[0]?.id ?? 0;
    const before = await newest();
    const loop = await TOOL_LOOPS[caller]!(gateway.url, ROOT_KEY, modelOf(to));
    expect(loop).toEqual({
      call: { name: 'get_weather', arguments: { city: 'Berlin' } },
      // aimock's Gemini has a word for it that Google's has not; it passes as it is.
      firstEnd: caller === 'gemini-generate' && to === caller ? 'FUNCTION_CALL' : ENDS[caller]![0],
      text: ANSWER,
      end: ENDS[caller]![1],
      usage: { input: INPUT, output: OUTPUT },
    });
    const rows = await waitFor(async () => {
      const rows = (await gateway.management.logs('&type=2')).filter(({ id }) => id > before);
      return rows.length === 2 ? rows : undefined;
    }, 'two log rows');
    for (const row of rows) {
      expect(row).toMatchObject({ model_name: modelOf(to), prompt_tokens: INPUT, completion_tokens: OUTPUT });
      expect(row).toMatchObject({ is_stream: true, is_estimated: false, end_state: 'completed', content: null });
    }
  });
});

function modelOf(dialect: string): string {
  return `by-${dialect}`;
}
