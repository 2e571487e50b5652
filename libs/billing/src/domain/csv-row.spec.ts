import { csvRow } from './csv-row';

describe('a row of CSV', () => {
  it.each([
    ['=1+1', "'=1+1"],
    ['+cmd', "'+cmd"],
    ['-2+3', "'-2+3"],
    ['@SUM(A1)', "'@SUM(A1)"],
    ['  =1', "'  =1"],
    ['\t=1', '"\'\t=1"'],
    ['\r=1', '"\'\r=1"'],
    ['\uFF1D1+1', "'\uFF1D1+1"],
    ['=HYPERLINK("http://x","y")', `"'=HYPERLINK(""http://x"",""y"")"`],
  ])('makes no formula of %j', (text, cell) => {
    expect(csvRow([text])).toBe(`${cell}\r\n`);
  });

  it.each(['-0.5', '12', '0.000000001', 'gpt-4o', '模型'])('leaves %s as it is', (text) => {
    expect(csvRow([text, 7])).toBe(`${text},7\r\n`);
  });

  it('quotes what has separators, quotes and line ends', () => {
    expect(csvRow(['a,b', 'c"d', 'e\nf', 'g;h', ''])).toBe('"a,b","c""d","e\nf","g;h",\r\n');
  });
});
