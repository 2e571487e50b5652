import { spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

const running = new Set();

/** Starts a program on one core, without the caller's environment: a developer's settings must not change the figures. */
export function startPinned(core, command, { env = {}, cwd, logFile }) {
  const log = openSync(logFile, 'a');
  const { PATH, HOME } = process.env;
  // taskset replaces itself by the program, so that the process id is the program's.
  const child = spawn('taskset', ['-c', core, ...command], {
    cwd,
    env: { PATH, HOME, ...env },
    stdio: ['ignore', log, log],
  });
  closeSync(log);
  running.add(child);
  child.on('error', (error) => (child.startError = error));
  child.on('exit', () => running.delete(child));
  return child;
}

export function hasEnded(child) {
  return child.exitCode !== null || child.signalCode !== null || child.startError !== undefined;
}

/** Resolves when the program has ended; one that does not react to SIGTERM is killed. */
export async function stop(child, graceMs = 20_000) {
  if (hasEnded(child)) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  const timer = setTimeout(() => child.kill('SIGKILL'), graceMs);
  await ended;
  clearTimeout(timer);
  // Its sockets take a moment to go.
  await sleep(300);
}

export async function stopAll() {
  await Promise.all([...running].map((child) => stop(child, 5_000)));
}

/** Whatever ends the bench, nothing that it started lives on. */
export function stopAllOnExit() {
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
    process.on(signal, () => {
      for (const child of running) child.kill('SIGKILL');
      process.exit(130);
    });
  }
  process.on('exit', () => {
    for (const child of running) child.kill('SIGKILL');
  });
}
