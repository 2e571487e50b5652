// Installs the peer of the comparison into bench/peer, apart from the project's own packages. Nothing is done when the
// locked version is there.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { benchFolder } from './parts/places.mjs';

const peerFolder = join(benchFolder, 'peer');
const packageFolder = join(peerFolder, 'node_modules/@portkey-ai/gateway');

export const peerProgram = join(packageFolder, 'build/start-server.js');

export function installPeer() {
  const { dependencies } = JSON.parse(readFileSync(join(peerFolder, 'package.json'), 'utf8'));
  if (installedVersion() === dependencies['@portkey-ai/gateway']) return;
  console.log('Installing the peer (npm ci in bench/peer) ...');
  // It runs as published; its install scripts patch and build nothing.
  const parameters = ['ci', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
  const { status } = spawnSync('npm', parameters, { cwd: peerFolder, stdio: ['ignore', 'inherit', 'inherit'] });
  if (status !== 0 || !existsSync(peerProgram))
    throw new Error('The peer could not be installed; --only leaves it out');
}

// npm writes this file last: it is absent after an installation that broke off.
function installedVersion() {
  if (!existsSync(join(peerFolder, 'node_modules/.package-lock.json'))) return undefined;
  return JSON.parse(readFileSync(join(packageFolder, 'package.json'), 'utf8')).version;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) installPeer();
