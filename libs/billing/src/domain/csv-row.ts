/** Makes spreadsheets read UTF-8. */
export const BYTE_ORDER_MARK = '\uFEFF';

const NUMBER = /^-?\d+(?:\.\d+)?$/;
/** What a spreadsheet would take for the beginning of a formula, also in its wide form and after blanks. */
const FORMULA_START = /^[\s\u00A0\uFEFF]*[=+\-@\t\r\n\uFF1D\uFF0B\uFF0D\uFF20]/;
const NEEDS_QUOTES = /[",;\t\r\n]|^\s|\s$/;

/**
 * One row of a CSV file by RFC 4180. Texts come from callers (names of models, keys): one that a spreadsheet would take for a
 * formula gets an apostrophe in front, which makes it a text. Numbers stay numbers, negative ones too.
 */
export function csvRow(cells: readonly (string | number)[]): string {
  return `${cells.map((cell) => csvCell(String(cell))).join(',')}\r\n`;
}

function csvCell(text: string): string {
  const safe = !NUMBER.test(text) && FORMULA_START.test(text) ? `'${text}` : text;
  return NEEDS_QUOTES.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
