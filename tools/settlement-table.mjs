// Writes the table of docs/settlement.md from the one that settling goes by:
// `node -r ./tools/register-typescript.cjs tools/settlement-table.mjs`; with --check it only tells whether the file is in step
// (so does settlement-table.spec.ts).
import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';

const path = fileURLToPath(new URL('../docs/settlement.md', import.meta.url));
const require = createRequire(import.meta.url);
const { withSettlementTable } = require('../libs/relay/src/__cases__/__fixtures__/settlement-document.ts');

const text = readFileSync(path, 'utf8');
const wanted = withSettlementTable(text);
if (!process.argv.includes('--check')) {
  writeFileSync(path, wanted);
  console.log('The table of docs/settlement.md is written');
} else if (text !== wanted) {
  console.error(
    'docs/settlement.md is out of step: run node -r ./tools/register-typescript.cjs tools/settlement-table.mjs',
  );
  process.exitCode = 1;
} else console.log('The table of docs/settlement.md is in step');
