import type { ServerInstance } from '@copilotkit/aimock';
import { ROOT_KEY, type GatewayProcess } from '../../harness/gateway-process';
import { aiSdkLoop } from './ai-sdk-loops';
import { expectMetered, newestCharge } from './expect-metered';
import { langChainLoop } from './langchain-loops';
import {
  ANSWER,
  DIALECTS,
  INPUT,
  modelOf,
  OUTPUT,
  startRoutes,
  startToolUpstream,
  stopToolUpstream,
} from './tool-upstream';

/** How LangChain's classes are told that a tool is to be called, and that the answer is complete. */
const LANGCHAIN_ENDS: Record<string, [string, string]> = {
  'openai-chat': ['tool_calls', 'stop'],
  'openai-responses': ['completed', 'completed'],
  'anthropic-messages': ['tool_use', 'end_turn'],
  'gemini-generate': ['STOP', 'STOP'],
};

/**
 * LangChain takes the input from `message_start` alone, where only Anthropic knows it, and adds the outputs of first and last
 * event, of which aimock says the whole twice. The log rows are right all the same.
 */
const ANTHROPIC_IN_LANGCHAIN = {
  own: { input: INPUT, output: 2 * OUTPUT },
  converted: { input: 0, output: OUTPUT },
};

describe('client libraries on every route (real: libraries and gateway; simulated: the upstream, by aimock)', () => {
  let gateway: GatewayProcess;
  let upstream: ServerInstance;

  beforeAll(async () => {
    upstream = await startToolUpstream();
    gateway = await startRoutes(upstream.url);
  });

  afterAll(async () => {
    await gateway.remove();
    await stopToolUpstream(upstream);
  });

  const routes = DIALECTS.flatMap((caller) => DIALECTS.map((to) => [caller, to] as const));
  const expected = {
    call: { name: 'get_weather', arguments: { city: 'Berlin' } },
    text: ANSWER,
    usage: { input: INPUT, output: OUTPUT },
  };

  it.each(routes)('ai package, %s → %s: a loop with a tool in two streamed turns', async (caller, to) => {
    const before = await newestCharge(gateway);
    const loop = await aiSdkLoop(caller, gateway.url, ROOT_KEY, modelOf(to));
    expect(loop).toEqual({ ...expected, firstEnd: 'tool-calls', end: 'stop' });
    await expectMetered(gateway, before, modelOf(to));
  });

  it.each(routes)('LangChain, %s → %s: a loop with a tool in two streamed turns', async (caller, to) => {
    const before = await newestCharge(gateway);
    const loop = await langChainLoop(caller, gateway.url, ROOT_KEY, modelOf(to));
    const [firstEnd, end] = LANGCHAIN_ENDS[caller]!;
    const usage =
      caller === 'anthropic-messages' ? ANTHROPIC_IN_LANGCHAIN[to === caller ? 'own' : 'converted'] : expected.usage;
    expect(loop).toEqual({ ...expected, firstEnd, end, usage });
    await expectMetered(gateway, before, modelOf(to));
  });
});
