import { amountToLend } from './amount-to-lend';

describe('how much of a window a node lends itself', () => {
  it.each([
    ['the call and sixteen more', 10n, 0n, 10_000n, 170n],
    ['no more than its part of what would be left', 10n, 0n, 50n, 30n],
    ['what the call lacks beside what it has', 10n, 6n, 4n, 4n],
    ['all that is left, when that is less than the call', 10n, 0n, 7n, 7n],
    ['nothing of a window that is used up or overdrawn', 10n, 0n, -3n, 0n],
    ['nothing when it has plenty', 10n, 500n, 10_000n, 0n],
  ] as const)('%s', (_, needed, room, unlent, lent) => {
    expect(amountToLend(needed, room, unlent, 2)).toBe(lent);
  });

  it('and nothing beyond the call where it looks no calls ahead', () => {
    expect(amountToLend(10n, 6n, 10_000n, 2, 0n)).toBe(4n);
    expect(amountToLend(10n, 500n, 10_000n, 2, 0n)).toBe(0n);
  });
});
