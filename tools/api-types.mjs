// Writes the console's API types from docs/openapi.json; with --check it only compares, so that the console cannot go on
// expecting a field that the server no longer sends.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import openapiTypescript, { astToString } from 'openapi-typescript';

const root = fileURLToPath(new URL('..', import.meta.url));
const target = join(root, 'frontend/src/app/api/generated/schema.ts');

const nodes = await openapiTypescript(pathToFileURL(join(root, 'docs/openapi.json')));
const types = `// Written by tools/api-types.mjs from docs/openapi.json.\n\n${astToString(nodes)}`;

if (!process.argv.includes('--check')) {
  mkdirSync(dirname(target), { recursive: true });
  writeFileSync(target, types);
} else if (types !== read(target)) {
  console.error("The console's API types are out of date: run npm run openapi");
  process.exitCode = 1;
}

function read(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}
