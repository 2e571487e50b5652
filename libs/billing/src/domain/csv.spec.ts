import { csvLine } from './csv';

describe('a line of CSV', () => {
  it('quotes what would end a cell', () => {
    expect(csvLine(['a,b', 'say "x"', 'two\nlines', 7, ''])).toBe('"a,b","say ""x""","two\nlines",7,\r\n');
  });

  it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1'])('shows %j as text', (value) => {
    expect(csvLine([value])).toBe(`'${value}\r\n`);
  });

  it('leaves numbers as they are, also below zero', () => {
    expect(csvLine([-1])).toBe('-1\r\n');
  });
});
