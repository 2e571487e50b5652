import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { rootFolder } from './places.mjs';

const marks = (name) => [`<!-- ${name}:start, written by \`npm run bench -- --write\` -->`, `<!-- ${name}:end -->`];
const file = join(rootFolder, 'docs/benchmarks.md');

/** Replaces what is between the markers of that name; text around them is people's. */
export function writeDocument(text, name = 'bench') {
  const [first, last] = marks(name);
  const present = existsSync(file) ? readFileSync(file, 'utf8') : `# Benchmarks\n\n${first}\n${last}\n`;
  const start = present.indexOf(first);
  const end = present.indexOf(last);
  if (start < 0 || end < start) throw new Error(`${file} has lost its markers: ${first} ... ${last}`);
  writeFileSync(file, `${present.slice(0, start + first.length)}\n\n${text}\n\n${present.slice(end)}`);
  return file;
}
