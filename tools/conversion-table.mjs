// Writes docs/conversion.md from what the codecs do: `node -r ./tools/register-typescript.cjs tools/conversion-table.mjs`; with
// --check it only tells whether the file is in step (so does conversion-table.spec.ts).
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

const path = fileURLToPath(new URL('../docs/conversion.md', import.meta.url));
const require = createRequire(import.meta.url);
require('reflect-metadata');
const { writeConversionTable } = require('../libs/relay/src/__cases__/__fixtures__/conversion-table.ts');

const { text, silent } = writeConversionTable();
for (const what of silent) console.error(`Lost without a word: ${what}`);
if (!process.argv.includes('--check')) {
  writeFileSync(path, text);
  console.log('docs/conversion.md is written');
} else if (readFileSync(path, 'utf8') !== text) {
  console.error(
    'docs/conversion.md is out of step: run node -r ./tools/register-typescript.cjs tools/conversion-table.mjs',
  );
  process.exitCode = 1;
} else console.log('docs/conversion.md is in step');
if (silent.length > 0) process.exitCode = 1;
