import type { GatewayProcess } from '../../harness/gateway-process';
import { waitFor } from '../../harness/wait-for';
import { INPUT, OUTPUT } from './tool-upstream';

/** Id of the newest log row of a charge; a test begins with it. */
export async function newestCharge(gateway: GatewayProcess): Promise<number> {
  return (await gateway.management.logs('&type=2'))[0]?.id ?? 0;
}

/** Both turns of a loop have a log row with the upstream's own figures, and nothing else was logged as a charge. */
export async function expectMetered(gateway: GatewayProcess, before: number, model: string): Promise<void> {
  const rows = await waitFor(async () => {
    const found = (await gateway.management.logs('&type=2')).filter(({ id }) => id > before);
    return found.length >= 2 ? found : undefined;
  }, 'two log rows');
  expect(rows).toHaveLength(2);
  for (const row of rows) {
    expect(row).toMatchObject({ model_name: model, prompt_tokens: INPUT, completion_tokens: OUTPUT });
    expect(row).toMatchObject({ is_stream: true, is_estimated: false, end_state: 'completed', content: null });
  }
}
