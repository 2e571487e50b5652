/** A statement's CSV as a spreadsheet reads it: the rows above the blank one, and the rows below by the names of their columns. */
export interface CsvStatement {
  head: string[][];
  records: Record<string, string>[];
}

export function readCsv(text: string): CsvStatement {
  const rows = parse(text.replace(/^\uFEFF/, ''));
  const blank = rows.findIndex((row) => row.length === 1 && row[0] === '');
  const [columns = [], ...records] = rows.slice(blank + 1);
  return {
    head: rows.slice(0, blank),
    records: records.map((row) => {
      expect(row).toHaveLength(columns.length);
      return Object.fromEntries(columns.map((column, i) => [column, row[i] ?? '']));
    }),
  };
}

function parse(text: string): string[][] {
  const rows: string[][] = [];
  for (let row: string[] = [], at = 0; at < text.length;) {
    const match = /"((?:[^"]|"")*)"|([^,\r\n]*)/y;
    match.lastIndex = at;
    const [whole, quoted, plain = ''] = match.exec(text) ?? [''];
    row.push(quoted === undefined ? plain : quoted.replaceAll('""', '"'));
    at += whole.length;
    if (text[at] === ',') at += 1;
    else {
      rows.push(row);
      row = [];
      at += 2;
    }
  }
  return rows;
}
