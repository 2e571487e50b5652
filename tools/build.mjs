// Builds what is older than its sources: `node tools/build.mjs [--server] [--console] [--force]`, both halves by default.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { fingerprint } from './fingerprint.mjs';

const root = fileURLToPath(new URL('..', import.meta.url));

const halves = {
  server: {
    sources: [
      ...['apps', 'libs', 'nest-cli.json', 'tsconfig.json', 'package.json', 'package-lock.json'],
      ...['tools/bundle.mjs', 'tools/bundle-places.mjs', 'tools/write-code-cache.cjs'],
    ],
    output: ['dist/apps', 'dist/libs'],
    commands: [
      // One run builds every application: the swc builder compiles apps and libs whole (nest-cli.json).
      ['node_modules/@nestjs/cli/bin/nest.js', 'build', 'gateway'],
      ['tools/bundle.mjs'],
    ],
    proof: 'dist/apps/gateway/src/main.js',
  },
  console: {
    sources: ['frontend', 'angular.json', 'package-lock.json'],
    output: ['dist/console'],
    commands: [['node_modules/@angular/cli/bin/ng.js', 'build']],
    proof: 'dist/console',
  },
};

/** True when `half` ('server' or 'console') is in step with its sources afterwards. */
export function buildIfStale(half, force = false) {
  const { sources, output, commands, proof } = halves[half];
  const stampFile = join(root, `dist/.stamp-${half}`);
  // The code cache of the bundle belongs to one version of Node, hence its place in the stamp.
  const wanted = `${fingerprint(root, sources)} node${process.versions.node}`;
  const built = existsSync(join(root, proof)) && existsSync(stampFile) && readFileSync(stampFile, 'utf8') === wanted;
  if (built && !force) return true;

  console.log(`Building the ${half} ...`);
  const startedMs = Date.now();
  // Old output goes first: a deleted source must not live on, and a build that fails must not look like a good one.
  for (const path of [...output, `dist/.stamp-${half}`]) rmSync(join(root, path), { recursive: true, force: true });
  const succeeds = (command) =>
    spawnSync(process.execPath, command, {
      cwd: root,
      stdio: ['ignore', 'inherit', 'inherit'],
      env: { ...process.env, NG_CLI_ANALYTICS: 'false' },
    }).status === 0;
  if (!commands.every(succeeds) || !existsSync(join(root, proof))) {
    console.error(`The ${half} could not be built`);
    return false;
  }
  mkdirSync(join(root, 'dist'), { recursive: true });
  writeFileSync(stampFile, wanted);
  console.log(`Built the ${half} in ${((Date.now() - startedMs) / 1000).toFixed(1)} s`);
  return true;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const flags = process.argv.slice(2);
  const unknown = flags.filter((flag) => !['--server', '--console', '--force'].includes(flag));
  if (unknown.length > 0) {
    console.error(`Unknown: ${unknown.join(' ')}. Known: --server --console --force`);
    process.exit(2);
  }
  const named = Object.keys(halves).filter((half) => flags.includes(`--${half}`));
  const wanted = named.length > 0 ? named : Object.keys(halves);
  const results = wanted.map((half) => buildIfStale(half, flags.includes('--force')));
  process.exitCode = results.every(Boolean) ? 0 : 1;
}
