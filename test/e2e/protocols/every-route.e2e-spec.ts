import type { ServerInstance } from '@copilotkit/aimock';
import { ROOT_KEY, type GatewayProcess } from '../../harness/gateway-process';
import { expectMetered, newestCharge } from './expect-metered';
import { TOOL_LOOPS } from './tool-loops';
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
    upstream = await startToolUpstream();
    gateway = await startRoutes(upstream.url);
  });

  afterAll(async () => {
    await gateway.remove();
    await stopToolUpstream(upstream);
  });

  const routes = DIALECTS.flatMap((caller) => DIALECTS.map((to) => [caller, to] as const));

  it.each(routes)('%s → %s: a loop with a tool in two streamed turns, metered alike', async (caller, to) => {
    const before = await newestCharge(gateway);
    const loop = await TOOL_LOOPS[caller]!(gateway.url, ROOT_KEY, modelOf(to));
    expect(loop).toEqual({
      call: { name: 'get_weather', arguments: { city: 'Berlin' } },
      firstEnd: ENDS[caller]![0],
      text: ANSWER,
      end: ENDS[caller]![1],
      usage: { input: INPUT, output: OUTPUT },
    });
    await expectMetered(gateway, before, modelOf(to));
  });
});
