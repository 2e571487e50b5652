import { amountText, readAmount, topUpPrice, type TopUpPrices, type TopUpWish } from './top-up-price';

const map = (entries: Record<string, number>) => new Map(Object.entries(entries));
const PRICES: TopUpPrices = {
  byValidity: map({ '30': 5, '90': 7.3, '-1': 0.145 }),
  byGroup: map({ default: 1, vip: 0.8, free: 0 }),
  byAmount: undefined,
  byCurrency: map({ USD: 0.1 }),
};
const wish = (more: Partial<TopUpWish>): TopUpWish => ({
  amount: 1,
  validity: '30',
  group: 'default',
  currency: 'CNY',
  ...more,
});
const text = (more: Partial<TopUpWish>, prices: Partial<TopUpPrices> = {}): string => {
  const result = topUpPrice(wish(more), { ...PRICES, ...prices });
  return result.ok ? amountText(result.price) : result.reason;
};

describe('the price of a top-up', () => {
  it('acceptance 9: 30 units at 5, group 0.8, discount 0.9 are 108.00; an unknown validity is refused', () => {
    expect(text({ amount: 30, group: 'vip' }, { byAmount: map({ '30': 0.9 }) })).toBe('108.00');
    expect(text({ validity: '31' })).toBe('validity-unknown');
  });

  it.each(['', '99999', 'constructor', ' 30', '30.0', '-2'])('D7: refuses the validity "%s"', (validity) => {
    expect(text({ validity })).toBe('validity-unknown');
  });

  it('D7: sells only the amounts of the table while it is switched on', () => {
    expect(text({ amount: 29 }, { byAmount: map({ '30': 0.9 }) })).toBe('amount-not-offered');
    expect(text({ amount: 29 }, { byAmount: map({}) })).toBe('145.00');
  });

  it('D42: computes in decimals and rounds half a cent up', () => {
    expect(text({ amount: 3, validity: '90' })).toBe('21.90');
    expect(text({ amount: 1, validity: '-1' })).toBe('0.15');
    expect(text({ amount: 1 }, { byValidity: map({ '30': 1.005 }) })).toBe('1.01');
    expect(text({ amount: 1 }, { byValidity: map({ '30': 1e-7 }) })).toBe('price-zero');
  });

  it('reads the group factor 0 and unknown groups as 1', () => {
    expect(text({ group: 'free' })).toBe('5.00');
    expect(text({ group: 'nobody' })).toBe('5.00');
  });

  it('is in the currency of the provider', () => {
    expect(text({ currency: 'USD', amount: 10 })).toBe('5.00');
    expect(text({ currency: 'JPY', amount: 10 })).toBe('50');
  });

  it.each([
    ['108', 10_800n],
    ['108.0', 10_800n],
    ['108.00', 10_800n],
    ['108.000', 10_800n],
    ['108.001', undefined],
    ['1e2', undefined],
    ['-1', undefined],
    ['', undefined],
    ['１', undefined],
  ])('reads the text %s of an amount', (given, minor) => {
    expect(readAmount(given, 'CNY')?.minor).toBe(minor);
  });
});
