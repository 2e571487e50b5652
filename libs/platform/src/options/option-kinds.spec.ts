import { AppError } from '@app/kernel';
import { jsonNumberMapOption } from './json-number-map-option';
import { booleanOption, decimalOption, integerOption } from './option-kinds';
import { SystemOptions } from './system-options';
import { urlOption } from './url-option';

describe('option kinds', () => {
  it.each([
    [integerOption('k', 1, { min: -1 }), ['-1', ' 7 ', '0'], ['', '-2', '1.0', '1e3', 'NaN', '0x10']],
    [decimalOption('k', 1, { min: 0.001 }), ['0.001', '1.', '.5', '1e3'], ['0', '-1', 'Infinity', '1,5', '']],
    [booleanOption('k', true), ['true', 'false'], ['', '1', 'TRUE', 'yes']],
    [urlOption('k'), ['', 'http://a', 'https://a/b/'], ['a', 'ftp://a', 'javascript:alert(1)', 'https://']],
    [jsonNumberMapOption('k'), ['{}', '{"a":0}', '{"__proto__":1}'], ['', '1', '[1]', '{"a":null}', '{"a":1e999}']],
  ])('accept and refuse texts (%#)', (option, good, bad) => {
    for (const text of good) expect(() => option.parse(text)).not.toThrow();
    for (const text of bad) {
      expect(() => option.parse(text)).toThrow(expect.objectContaining({ code: 'option.value_invalid', status: 422 }));
      expect(() => option.parse(text)).toThrow(AppError);
    }
  });

  it('read defaults that they themselves accept', () => {
    for (const option of Object.values(SystemOptions)) expect(() => option.parse(option.defaultText)).not.toThrow();
    expect(SystemOptions.QuotaPerUnit.parse(SystemOptions.QuotaPerUnit.defaultText)).toBe(500_000);
    expect(SystemOptions.ServerAddress.parse('')).toBe('http://localhost:3000');
    expect(SystemOptions.ServerAddress.parse('https://a.example/')).toBe('https://a.example');
  });

  it('take any name in a map as data', () => {
    const map = jsonNumberMapOption('k').parse('{"__proto__":2}');
    expect([...map]).toEqual([['__proto__', 2]]);
  });
});
