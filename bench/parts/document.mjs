import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { rootFolder } from './places.mjs';

const START = '<!-- bench:start, written by `npm run bench -- --write` -->';
const END = '<!-- bench:end -->';
const file = join(rootFolder, 'docs/benchmarks.md');

/** Replaces what is between the markers; text around them is people's. */
export function writeDocument(text) {
  const present = existsSync(file) ? readFileSync(file, 'utf8') : `# Benchmarks\n\n${START}\n${END}\n`;
  const start = present.indexOf(START);
  const end = present.indexOf(END);
  if (start < 0 || end < start) throw new Error(`${file} has lost its markers: ${START} ... ${END}`);
  writeFileSync(file, `${present.slice(0, start + START.length)}\n\n${text}\n\n${present.slice(end)}`);
  return file;
}
