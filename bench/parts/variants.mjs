import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { peerProgram } from '../install-peer.mjs';
import { gatewayVariant } from './gateway.mjs';
import { GATEWAY_PORT, UPSTREAM_PORT, UPSTREAM_URL, benchFolder, workFolder } from './places.mjs';
import { processTree, rssMb } from './process-figures.mjs';
import { startPinned, stop } from './processes.mjs';
import { firstAnswer } from './requests.mjs';

const IDLE_AFTER_MS = 2_000;

/**
 * A variant, started fresh: a target for loads, what its start showed, and `finish`, which stops it and resolves to what
 * is known only then.
 */
export async function startVariant(name, context) {
  if (name === 'upstream') return bareUpstream(context);
  if (name === 'gateway') return gatewayVariant(context, startProgram);
  return startProgram(programs[name](), context);
}

const programs = {
  R: () => ({
    name: 'R',
    command: [join(benchFolder, 'bare-relay.mjs'), String(GATEWAY_PORT), UPSTREAM_URL],
    env: {},
  }),
  P: () => ({
    name: 'P',
    isPeer: true,
    command: [
      ...['--import', join(benchFolder, 'peer-streams.mjs'), peerProgram],
      ...[`--port=${GATEWAY_PORT}`, '--headless'],
    ],
    env: { TRUSTED_CUSTOM_HOSTS: '127.0.0.1,localhost' },
  }),
};

/** Starts a Node program on the gateway's core and waits for its first answer and its idle size. */
async function startProgram({ name, command, env, isPeer = false }, { gatewayCore, clientCore }) {
  const startedAtMs = performance.now();
  const logFile = join(workFolder, `${name}.log`);
  const child = startPinned(gatewayCore, [process.execPath, ...command], {
    env: { NODE_ENV: 'production', ...env },
    cwd: workFolder,
    logFile,
  });
  try {
    const firstAnswerMs = await firstAnswer(child, GATEWAY_PORT, startedAtMs, isPeer);
    await sleep(Math.max(0, IDLE_AFTER_MS - (performance.now() - startedAtMs)));
    return {
      target: { port: GATEWAY_PORT, clientCore, isPeer, pids: () => processTree(child.pid) },
      start: { firstAnswerMs: [firstAnswerMs], idleRssMb: rssMb(processTree(child.pid)) },
      child,
      finish: async () => {
        await stop(child);
        return {};
      },
    };
  } catch (error) {
    await stop(child);
    throw new Error(`${name}: ${error.message}, see ${logFile}`, { cause: error });
  }
}

/** The mock alone. Its client takes the core that the gateways have in the other variants. */
function bareUpstream({ upstream, gatewayCore }) {
  return {
    target: { port: UPSTREAM_PORT, clientCore: gatewayCore, pids: () => processTree(upstream.pid) },
    start: {},
    finish: async () => ({}),
  };
}
