import fc from 'fast-check';
import { balanceToQuota, chargeToQuota, divideHalfAway, moneyToUsd, quotaToMoney, usdToMoney } from './money';

describe('money', () => {
  it('takes 500 000 quota for a dollar of a thousand million nano-dollars', () => {
    expect(quotaToMoney(500_000)).toBe(1_000_000_000n);
    expect(quotaToMoney(1)).toBe(2_000n);
    expect(quotaToMoney(0.5)).toBe(1_000n);
    expect(quotaToMoney(-3)).toBe(-6_000n);
  });

  it('follows another QuotaPerUnit', () => {
    expect(quotaToMoney(3, 300_000)).toBe(10_000n);
    expect(balanceToQuota(10_000n, 300_000)).toBe(3);
    expect(balanceToQuota(1_000_000_000n, 0.5)).toBe(0);
  });

  it('shows balances rounded down and charges rounded up', () => {
    expect([balanceToQuota(1_999n), balanceToQuota(2_000n), balanceToQuota(-1n)]).toEqual([0, 1, -1]);
    expect([chargeToQuota(1n), chargeToQuota(2_000n), chargeToQuota(2_001n), chargeToQuota(0n)]).toEqual([1, 1, 2, 0]);
  });

  it('writes exact dollars', () => {
    expect([0n, 1n, 7_500_000n, -1_500_000_000n, 200_000_000_000n].map(moneyToUsd)).toEqual(['0', '0.000000001', '0.0075', '-1.5', '200']);
  });

  it('reads exact dollars back, and nothing else', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }), (money) => {
        expect(usdToMoney(moneyToUsd(money))).toBe(money);
      }),
    );
    for (const text of ['', '-', '1.', '.5', '1e3', '0x1', '1.0000000001', ' 1']) expect(usdToMoney(text)).toBeUndefined();
  });

  it('refuses what is no number', () => {
    expect(() => quotaToMoney(Number.NaN)).toThrow(RangeError);
    expect(() => quotaToMoney(Infinity)).toThrow(RangeError);
  });

  it('brings every whole quota back unchanged', () => {
    fc.assert(
      fc.property(fc.bigInt({ min: -(10n ** 12n), max: 10n ** 12n }).map(Number), (quota) => {
        expect(balanceToQuota(quotaToMoney(quota))).toBe(quota);
        expect(chargeToQuota(quotaToMoney(quota))).toBe(quota);
      }),
    );
  });

  it('rounds halves away from zero', () => {
    expect([divideHalfAway(5n, 10n), divideHalfAway(-5n, 10n), divideHalfAway(4n, 10n), divideHalfAway(14n, 10n)]).toEqual([1n, -1n, 0n, 1n]);
  });
});
