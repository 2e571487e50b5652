// Writes docs/openapi.json from the built gateway; with --check only compares, so that a route or field that changes
// without its document fails the tests.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = resolve(fileURLToPath(import.meta.url), '../..');
const target = join(root, 'docs/openapi.json');

const folder = mkdtempSync(join(tmpdir(), 'chat-api-openapi-'));
try {
  const path = join(folder, 'openapi.json');
  execFileSync(process.execPath, [join(root, 'dist/apps/gateway/src/write-openapi.js'), path], {
    cwd: folder,
    env: { PATH: process.env.PATH, DATA_DIR: join(folder, 'data'), INITIAL_ROOT_PASSWORD: 'only for the document' },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const document = readFileSync(path, 'utf8');
  if (!process.argv.includes('--check')) writeFileSync(target, document);
  else if (document !== read(target)) {
    console.error('docs/openapi.json is out of date: run npm run openapi');
    process.exitCode = 1;
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}

function read(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
