// Health check of the image, for whichever of its two programs the container runs: `node healthcheck.mjs [gateway|worker]`,
// by default what process 1 is. The gateway is asked over HTTP. The worker has no port; it writes worker.alive every 15 s.
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

const TIMEOUT_MS = 4_000;
const OLDEST_HEARTBEAT_MS = 60_000;

const [role = roleOfContainer()] = process.argv.slice(2);
const failure = role === 'worker' ? workerFailure() : await gatewayFailure();
if (failure !== undefined) {
  console.error(`${role}: ${failure}`);
  process.exitCode = 1;
}

function roleOfContainer() {
  return readFileSync('/proc/1/cmdline', 'utf8').includes('apps/worker/') ? 'worker' : 'gateway';
}

function workerFailure() {
  const file = join(process.env.DATA_DIR ?? './data', 'worker.alive');
  const stats = statSync(file, { throwIfNoEntry: false });
  if (stats === undefined) return `${file} is not there`;
  const ageMs = Date.now() - stats.mtimeMs;
  return ageMs > OLDEST_HEARTBEAT_MS ? `${file} is ${Math.round(ageMs / 1000)} s old` : undefined;
}

async function gatewayFailure() {
  try {
    const url = `http://127.0.0.1:${process.env.PORT ?? 3000}/api/status`;
    const { ok, status } = await fetch(url, { signal: AbortSignal.timeout(TIMEOUT_MS) });
    // A gateway that limits the check is alive: with Redis the checks of all nodes share one counter.
    return ok || status === 429 ? undefined : `${url} answers ${status}`;
  } catch (error) {
    return `no answer: ${error.cause?.message ?? error.message}`;
  }
}
