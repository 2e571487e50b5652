// Brings node_modules in step with package-lock.json, and does nothing when it already is.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const stampFile = join(root, 'node_modules/.chat-api-stamp');

/** Throws an Error whose message says what to do when the packages cannot be installed. */
export function installIfStale() {
  const lock = readFileSync(join(root, 'package-lock.json'));
  // Compiled packages belong to one major version of Node, hence its place in the stamp.
  const wanted = `${createHash('sha256').update(lock).digest('hex')} node${process.versions.node.split('.')[0]}`;
  if (existsSync(stampFile) && readFileSync(stampFile, 'utf8') === wanted) return;

  if (!(holdsLockedVersions(JSON.parse(lock)) && sqliteLoads())) {
    console.log('Installing packages (npm ci); the first time this takes two or three minutes ...');
    const startedMs = Date.now();
    const installed = npm(['ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error']);
    if (!installed || !sqliteLoads()) throw new Error(installProblem());
    console.log(`Packages installed in ${Math.round((Date.now() - startedMs) / 1000)} s`);
  }
  writeFileSync(stampFile, wanted);
}

// Someone who ran `npm ci` or `npm install` by hand must not pay for it twice. npm writes this hidden lock last, so it
// is absent after an installation that broke off.
function holdsLockedVersions(lock) {
  const hiddenLock = join(root, 'node_modules/.package-lock.json');
  if (!existsSync(hiddenLock)) return false;
  const present = JSON.parse(readFileSync(hiddenLock, 'utf8')).packages;
  const wanted = Object.entries(lock.packages).filter(([path]) => path !== '');
  return (
    wanted.every(
      ([path, { version, optional }]) => present[path]?.version === version || (optional && !present[path]),
    ) && Object.keys(present).every((path) => lock.packages[path] !== undefined)
  );
}

function npm(parameters) {
  const options = { cwd: root, stdio: ['ignore', 'inherit', 'inherit'] };
  const cli = process.env.npm_execpath;
  const result = cli?.endsWith('npm-cli.js')
    ? spawnSync(process.execPath, [cli, ...parameters], options)
    : spawnSync('npm', parameters, { ...options, shell: process.platform === 'win32' });
  return result.status === 0;
}

// In a process of its own: a binary built for another Node can take the whole process down.
function sqliteLoads() {
  const program = "new (require('better-sqlite3'))(':memory:').close()";
  return spawnSync(process.execPath, ['-e', program], { cwd: root, stdio: 'ignore' }).status === 0;
}

function installProblem() {
  const missing = ['python3', 'make', 'g++'].filter(
    (tool) => spawnSync(tool, ['--version'], { stdio: 'ignore' }).error,
  );
  if (missing.length === 0 || process.platform === 'win32') {
    return 'The packages could not be installed; the lines above say why.';
  }
  return [
    `The packages could not be installed: better-sqlite3 has to be compiled here, and ${missing.join(', ')} is missing.`,
    'Debian, Ubuntu: sudo apt-get install -y python3 make g++',
    'Fedora, RHEL:   sudo dnf install -y python3 make gcc-c++',
    'Alpine:         apk add python3 make g++',
    'macOS:          xcode-select --install',
  ].join('\n');
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    installIfStale();
  } catch (error) {
    console.error(error.message);
    process.exitCode = 1;
  }
}
