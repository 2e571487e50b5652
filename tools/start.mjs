// `npm start`: from a fresh clone to a listening gateway, and on later starts straight to the gateway.
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { buildIfStale } from './build.mjs';
import { installIfStale } from './install-if-stale.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));

try {
  installIfStale();
} catch (error) {
  console.error(error.message);
  process.exit(1);
}
// Both are tried, so that one start shows every problem.
const built = ['server', 'console'].map((half) => buildIfStale(half));
if (built.includes(false)) process.exit(1);

const gateway = spawn(process.execPath, ['dist/apps/gateway/src/main.js', ...process.argv.slice(2)], {
  cwd: root,
  stdio: 'inherit',
  env: { NODE_ENV: 'production', ...process.env },
});

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, () => {
    // Ctrl-C in a terminal reaches the gateway by itself; a second one from here would look like impatience.
    if (signal === 'SIGINT' && process.stdin.isTTY) return;
    gateway.kill(signal);
  });
}
// npm hands a signal to the shell it started this with, and the shell dies of it without a word: notice that it is gone.
const parent = process.ppid;
if (process.env.npm_lifecycle_event !== undefined) {
  setInterval(() => process.ppid !== parent && gateway.kill('SIGTERM'), 250).unref();
}
gateway.on('error', (error) => {
  console.error(error.message);
  process.exit(1);
});
gateway.on('exit', (code, signal) => {
  if (signal === null) process.exit(code);
  // Die of the same signal, so that the caller sees the truth.
  process.removeAllListeners(signal);
  process.kill(process.pid, signal);
});
