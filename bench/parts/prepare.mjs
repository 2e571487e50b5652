import { spawnSync } from 'node:child_process';
import { mkdirSync } from 'node:fs';
import net from 'node:net';
import { join } from 'node:path';
import { buildIfStale } from '../../tools/build.mjs';
import { installPeer } from '../install-peer.mjs';
import { GATEWAY_PORT, UPSTREAM_PORT, benchFolder, workFolder } from './places.mjs';
import { stopAllOnExit } from './processes.mjs';

/** Everything that has to be there before something is measured; throws an Error that says what is missing. */
export async function prepareBench({ variants, cases, dist, clientCore }) {
  if (process.platform !== 'linux') throw new Error('The bench needs Linux: it pins cores and reads /proc');
  mkdirSync(workFolder, { recursive: true });
  if (dist === undefined && (variants.includes('gateway') || cases.length === 0) && !buildIfStale('server'))
    throw new Error('There is no gateway to measure');
  // Only the ledger is measured: that takes no upstream and no client.
  if (cases.length === 0) return;
  const tools = spawnSync(join(benchFolder, 'install-tools.sh'), { stdio: ['ignore', 'inherit', 'inherit'] });
  if (tools.status !== 0) throw new Error('nginx with Lua, wrk or taskset is missing and could not be installed');
  for (const port of [UPSTREAM_PORT, GATEWAY_PORT]) await assertFree(port);
  if (variants.includes('P')) installPeer();
  stopAllOnExit();
  // This process has little to do, and not on the gateway's core.
  const { status } = spawnSync('taskset', ['-a', '-cp', clientCore, String(process.pid)], { stdio: 'ignore' });
  if (status !== 0) throw new Error(`Core ${clientCore} is not there; --cores names two that are`);
}

function assertFree(port) {
  return new Promise((resolve, reject) => {
    const server = net.createServer();
    server.on('error', () =>
      reject(new Error(`Port ${port} is taken: another bench may be running; BENCH_PORTS=two,others takes others`)),
    );
    server.listen(port, '127.0.0.1', () => server.close(resolve));
  });
}
