import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { WARM_UPS } from './cases.mjs';
import { API_KEY, UPSTREAM_URL, servicesFolder } from './places.mjs';
import { requestFor } from './stream-requests.mjs';

const run = promisify(execFile);

/** Drives one target with wrk until the time is over; what was under way then is cut off and not counted. */
export async function drive(target, { model, connections, seconds, bodyKb = 1, caller, upstream }) {
  const environment = { PATH: process.env.PATH, MODEL: model, BODY_KB: String(bodyKb), API_KEY };
  if (caller !== undefined) {
    const { path, body } = requestFor(target, { caller, upstream, model });
    Object.assign(environment, { REQUEST_PATH: path, REQUEST_BODY: body });
  }
  if (target.isPeer) environment.PEER = UPSTREAM_URL;
  const { stdout } = await run(
    'taskset',
    [
      ...['-c', target.clientCore, 'wrk', '-t1', `-c${connections}`, `-d${seconds}s`, '--timeout', '60s'],
      ...['-s', join(servicesFolder, 'wrk.lua'), `http://127.0.0.1:${target.port}`],
    ],
    { env: environment, timeout: (seconds + 60) * 1000 },
  );
  const line = stdout.split('\n').find((candidate) => candidate.startsWith('JSON '));
  if (line === undefined) throw new Error(`wrk said: ${stdout.slice(-300)}`);
  const load = JSON.parse(line.slice('JSON '.length));
  load.errors = load.connectErrors + load.readErrors + load.writeErrors + load.statusErrors + load.timeouts;
  target.onLoad?.({ model, connections, answered: load.requests - load.statusErrors });
  return load;
}

const MOST_REPEATS = 5;

/**
 * The compiler works by how often code ran, so that a warm-up of equal length would leave a slow variant colder than a
 * fast one: it is repeated until enough was answered, within limits.
 */
export async function warmUp(target, loads = WARM_UPS) {
  for (const { enoughAnswers, ...load } of loads) {
    let answered = 0;
    for (let repeat = 0; repeat < MOST_REPEATS && answered < enoughAnswers; repeat++) {
      answered += (await drive(target, load)).requests;
    }
  }
}
