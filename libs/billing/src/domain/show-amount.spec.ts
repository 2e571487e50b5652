import { showAmount } from './show-amount';

describe('an amount in a log row', () => {
  it.each([
    [0n, '＄0.00 额度'],
    [5_000_000n, '＄0.01 额度'],
    [4_999_999n, '＄0.00 额度'],
    [1_999_999_999n, '＄2.00 额度'],
    [-1_234_000_000n, '＄-1.23 额度'],
    [9_007_199_254_740_993_000_000_000n, '＄9007199254740993.00 额度'],
  ])('shows %s nano-dollars in currency as %s', (amount, text) => {
    expect(showAmount(amount, { quotaPerUnit: 500_000, isInCurrency: true })).toBe(text);
  });

  it('D45: shows quota by QuotaPerUnit where currency is off', () => {
    expect(showAmount(1_000_000_000n, { quotaPerUnit: 7, isInCurrency: false })).toBe('7 点额度');
  });
});
