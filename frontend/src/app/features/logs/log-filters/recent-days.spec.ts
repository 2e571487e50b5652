import { recentDays } from './recent-days';

describe('recentDays', () => {
  it('covers today from midnight to its last second', () => {
    expect(recentDays(1, new Date(2026, 2, 1, 15, 30))).toEqual([
      new Date(2026, 2, 1),
      new Date(2026, 2, 1, 23, 59, 59),
    ]);
  });

  it('counts today as one of the days, across a month', () => {
    expect(recentDays(7, new Date(2026, 2, 1, 0, 0))[0]).toEqual(new Date(2026, 1, 23));
  });
});
