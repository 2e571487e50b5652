import { formatUsd } from './format-usd';

describe('formatUsd', () => {
  it.each([
    ['0', '$0.00'],
    ['12.5', '$12.50'],
    ['1234567.891', '$1,234,567.891'],
    ['0.0000125', '$0.000013'],
    ['0.000000001', '<$0.000001'],
    ['-3.2', '-$3.20'],
    ['-0.00', '$0.00'],
    ['0.9999999', '$1.00'],
    ['9007199254740993.000001', '$9,007,199,254,740,993.000001'],
  ])('writes %p as %p', (amount, expected) => {
    expect(formatUsd(amount)).toBe(expected);
  });

  it('takes numbers, very small ones included', () => {
    expect(formatUsd(0.1 + 0.2)).toBe('$0.30');
    expect(formatUsd(1e-7)).toBe('<$0.000001');
  });

  it('rounds to the digits asked for', () => {
    expect(formatUsd('99.995', { mostDigits: 2 })).toBe('$100.00');
    expect(formatUsd('99.994', { mostDigits: 2 })).toBe('$99.99');
  });

  it('shows what is not a number as it came', () => {
    expect(formatUsd('unlimited')).toBe('$unlimited');
  });
});
