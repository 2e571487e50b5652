import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { hasEnded, startPinned } from './processes.mjs';
import { UPSTREAM_PORT, UPSTREAM_URL, servicesFolder, workFolder } from './places.mjs';

/** Starts the mock upstream: nginx with one worker. */
export async function startUpstream(core) {
  const folder = join(workFolder, `nginx-${UPSTREAM_PORT}`);
  mkdirSync(folder, { recursive: true });
  const logFile = join(folder, 'error.log');
  const settings = join(folder, 'nginx.conf');
  writeFileSync(
    settings,
    readFileSync(join(servicesFolder, 'nginx.conf'), 'utf8').replace('{port}', String(UPSTREAM_PORT)),
  );
  const command = ['nginx', '-p', folder, '-e', logFile, '-c', settings, '-g', 'daemon off;'];
  const child = startPinned(core, command, { cwd: folder, logFile });
  for (let attempt = 0; attempt < 100; attempt++) {
    if (hasEnded(child)) break;
    const isUp = await fetch(UPSTREAM_URL, { method: 'POST', body: '{"model":"m-plain"}' }).then(
      (response) => response.ok,
      () => false,
    );
    if (isUp) return child;
    await sleep(50);
  }
  throw new Error(`The mock upstream does not answer, see ${logFile}`);
}
