// Runs one browser journey against a gateway of its own: `node tools/run-journey.mjs test/e2e-web/console.e2e.mjs`.
// The journey gets GATEWAY_URL and CHROMIUM_PATH; the gateway starts with an empty SQLite database, so root still has the
// initial password.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const startTimeoutMs = 30_000;

const port = await freePort();
const url = `http://127.0.0.1:${port}`;
const folder = mkdtempSync(join(tmpdir(), 'chat-api-journey-'));
// Started in that folder, so that neither a .env file of this checkout nor its data folder takes part.
const gateway = spawn(process.execPath, [join(root, 'dist/apps/gateway/src/main.js')], {
  cwd: folder,
  stdio: ['ignore', 'inherit', 'inherit'],
  env: { ...withoutServices(process.env), PORT: String(port), HOST: '127.0.0.1', DATA_DIR: folder },
});
const ended = once(gateway, 'exit');
process.on('exit', () => {
  gateway.kill('SIGKILL');
  rmSync(folder, { recursive: true, force: true });
});
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => process.exit(1));

await listening();
const environment = { ...process.env, GATEWAY_URL: url };
if (process.env.TEST_CHROMIUM) environment.CHROMIUM_PATH = process.env.TEST_CHROMIUM;
const journey = spawn(process.execPath, [...process.execArgv, ...process.argv.slice(2)], {
  cwd: root,
  stdio: ['ignore', 'inherit', 'inherit'],
  env: environment,
});
const [code] = await once(journey, 'exit');
gateway.kill('SIGTERM');
await Promise.race([ended, sleep(5000)]);
process.exit(code ?? 1);

async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port: free } = server.address();
  server.close();
  await once(server, 'close');
  return free;
}

async function listening() {
  const giveUpAtMs = Date.now() + startTimeoutMs;
  while (Date.now() < giveUpAtMs && gateway.exitCode === null) {
    const answer = await fetch(`${url}/api/status`).catch(() => undefined);
    if (answer?.ok) return;
    await sleep(100);
  }
  console.error(`The gateway does not answer ${url}/api/status`);
  process.exit(1);
}

function withoutServices({ SQL_DSN, LOG_SQL_DSN, SQLITE_PATH, REDIS_CONN_STRING, ...environment }) {
  return environment;
}
