import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** Name below DATA_DIR; docker/healthcheck.mjs looks at its age. */
const FILE_NAME = 'worker.alive';
const EVERY_MS = 15_000;

/**
 * Says that the worker's event loop turns, for a health check that has no port to ask: the time, in a file, written again and
 * again. It also keeps the process alive, which the timers of jobs do not.
 */
export function startHeartbeat(dataDir: string, warn: (text: string) => void, everyMs = EVERY_MS): NodeJS.Timeout {
  const file = join(dataDir, FILE_NAME);
  let hasFailed = false;
  const beat = (): void => {
    try {
      mkdirSync(dataDir, { recursive: true });
      writeFileSync(file, `${new Date().toISOString()}\n`);
      hasFailed = false;
    } catch (error) {
      // A full disk ends no job. Said once, or it would be said four times a minute.
      if (!hasFailed) warn(`The heartbeat cannot be written: ${(error as Error).message}`);
      hasFailed = true;
    }
  };
  beat();
  return setInterval(beat, everyMs);
}
