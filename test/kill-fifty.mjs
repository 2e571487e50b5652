// `npm run kill-fifty`: the built gateway is killed with SIGKILL fifty times under load, see test/e2e/kill-under-load.e2e-spec.ts.
// Prints what was found after each kill. On SQLite; CHAT_API_TEST_ENGINES=sqlite,mysql,postgres names others, KILL_ROUNDS=5 fewer kills.
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildIfStale } from '../tools/build.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));
if (!buildIfStale('server')) process.exit(1);
const { status } = spawnSync(
  process.execPath,
  [
    ...['-r', join(root, 'tools/register-typescript.cjs'), 'node_modules/jest/bin/jest.js'],
    ...['-c', 'jest.server.config.mjs', '--testPathPatterns', 'kill-under-load'],
  ],
  { cwd: root, stdio: 'inherit', env: { KILL_ROUNDS: '50', ...process.env } },
);
process.exit(status ?? 1);
