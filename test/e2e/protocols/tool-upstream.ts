import { createServer, LLMock, type ServerInstance } from '@copilotkit/aimock';
import { GatewayProcess } from '../../harness/gateway-process';

export const DIALECTS = ['openai-chat', 'openai-responses', 'anthropic-messages', 'gemini-generate'];
export const ANSWER = 'It is 21 degrees in Berlin, and sunny: 晴。';
export const INPUT = 60;
export const OUTPUT = 12;

/** The figures under each dialect's names; aimock takes those that it knows. */
const USAGE = {
  ...{ prompt_tokens: INPUT, completion_tokens: OUTPUT, total_tokens: INPUT + OUTPUT },
  ...{ input_tokens: INPUT, output_tokens: OUTPUT },
  ...{ promptTokenCount: INPUT, candidatesTokenCount: OUTPUT, totalTokenCount: INPUT + OUTPUT },
};

/** aimock, which speaks all four dialects: asked for the weather it calls a tool, told a result it answers. */
export async function startToolUpstream(): Promise<ServerInstance> {
  const mock = new LLMock();
  mock.addFixture({
    match: { predicate: ({ messages }) => messages[messages.length - 1]?.role === 'tool' },
    response: { content: ANSWER, usage: USAGE },
  });
  const toolCalls = [{ name: 'get_weather', arguments: '{"city":"Berlin"}' }];
  mock.addFixture({
    match: { predicate: ({ model }) => model === modelOf('gemini-generate') },
    // Google has no word of its own for this end; aimock would say FUNCTION_CALL.
    response: { toolCalls, usage: USAGE, finishReason: 'stop' },
  });
  mock.onMessage('weather', { toolCalls, usage: USAGE });
  const upstream = await createServer([...mock.getFixtures()], { port: 0 });
  upstream.server.on('request', (_, response) => response.on('close', () => response.end()));
  return upstream;
}

export async function stopToolUpstream({ server }: ServerInstance): Promise<void> {
  server.closeAllConnections();
  await new Promise((done) => server.close(done));
}

/** A gateway with one channel per dialect of the upstream, each with a model of its own. */
export async function startRoutes(upstreamUrl: string, env: Record<string, string> = {}): Promise<GatewayProcess> {
  const gateway = await GatewayProcess.start({ env });
  const { management } = gateway;
  await management.setOption('ModelRatio', Object.fromEntries(DIALECTS.map((dialect) => [modelOf(dialect), 1])));
  for (const dialect of DIALECTS) {
    const config = JSON.stringify({ protocols: dialect });
    await management.addChannel(upstreamUrl, [modelOf(dialect)], { name: dialect, config });
  }
  return gateway;
}

/** Model that only the channel to this dialect serves. */
export function modelOf(dialect: string): string {
  return `by-${dialect}`;
}
