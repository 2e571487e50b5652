import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeConversionTable } from './__fixtures__/conversion-table';

describe('docs/conversion.md', () => {
  const { text, silent } = writeConversionTable();

  it('says what the codecs do; else run node -r ./tools/register-typescript.cjs tools/conversion-table.mjs', () => {
    expect(readFileSync(join(__dirname, '../../../../docs/conversion.md'), 'utf8')).toBe(text);
  });

  it('has to tell of nothing that is lost without a word', () => {
    expect(silent).toEqual([]);
  });
});
