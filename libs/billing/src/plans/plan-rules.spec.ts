import { readTerms, writeTerms } from './domain/plan-terms';
import { readPrice, readWish, type WindowWish } from './plan-rules';

const wish = (...windows: WindowWish[]) => ({ name: ' Coder ', duration_days: 30, windows });
const DAY: WindowWish = { length: 'day', metric: 'money', limit_usd: '2.5' };

describe('terms of plans', () => {
  it('read what is usual where nothing is said, and come back from storage as they were', () => {
    const terms = readWish({ ...wish(DAY, { ...DAY, anchor: 'calendar' }), models: [' gpt-4o ', '', 'gpt-4o'] });
    expect(terms).toMatchObject({ name: 'Coder', group: null, models: ['gpt-4o'], channels: [], overflow: 'wallet' });
    expect(terms.windows).toEqual([
      { key: 'day-first-use-money', anchor: 'first-use', length: 'day', metric: 'money', limit: 2_500_000_000n },
      {
        ...{ key: 'day-calendar-money', anchor: 'calendar', length: 'day', timeZone: 'Asia/Shanghai' },
        ...{ metric: 'money', limit: 2_500_000_000n },
      },
    ]);
    expect(readTerms(writeTerms(terms))).toEqual(terms);
  });

  it.each<[string, WindowWish[], string]>([
    ['no window', [], 'windows'],
    ['the same window twice', [DAY, DAY], 'windows'],
    ['five hours of the calendar', [{ ...DAY, length: '5h', anchor: 'calendar' }], 'windows'],
    ['a term with a beginning', [{ ...DAY, length: 'term', anchor: 'first-use' }], 'windows'],
    ['money without an amount', [{ length: 'day', metric: 'money' }], 'windows'],
    ['money below the smallest unit', [{ length: 'day', metric: 'money', limit_usd: '0.0000000001' }], 'windows'],
    ['no money', [{ length: 'day', metric: 'money', limit_usd: '0' }], 'windows'],
    ['tokens in dollars', [{ length: 'day', metric: 'tokens', limit_usd: '1' }], 'windows'],
    ['a zone that nobody knows', [{ ...DAY, anchor: 'calendar', time_zone: 'Mars/Olympus' }], 'windows'],
  ])('refuse %s', (_, windows, param) => {
    expect(() => readWish(wish(...windows))).toThrow(expect.objectContaining({ code: 'plan.terms_invalid', param }));
  });

  it.each(['-1', 'x', '1e3', '', '100000000.1'])('refuse a price of %s', (text) => {
    expect(() => readPrice(text)).toThrow(expect.objectContaining({ param: 'price_usd' }));
  });
});
