import { decideAllowance, type AllowanceDecision } from './allowance-wish';

const NOW = 900;

describe('decideAllowance', () => {
  it.each<[string, number | undefined, number | undefined, number | undefined, AllowanceDecision]>([
    ['keeps an allowance that is not sent', undefined, undefined, undefined, 'keep'],
    ['keeps it for the number it has', NOW, undefined, undefined, 'keep'],
    ['sets another number from a client that says nothing of what it saw', 1000, undefined, undefined, 'set'],
    ['keeps it for the stale number of a form that sent back what it had shown', 1000, undefined, 1000, 'keep'],
    ['sets what such a form changed, though calls were charged meanwhile', 1500, undefined, 1000, 'set'],
    ['sets 0 when the form changed it to 0', 0, undefined, 1000, 'set'],
    ['keeps it for a stale number that is also the expected one', 1000, 1000, undefined, 'keep'],
    ['sets a new number while the expected one still holds', 1500, NOW, undefined, 'set-if-unchanged'],
    ['refuses a new number once the expected one is gone', 1500, 1000, undefined, 'conflict'],
    ['lets the expected number count before the shown one', 1000, NOW, 1000, 'set-if-unchanged'],
    ['keeps it when the wish has come true meanwhile', NOW, 1000, 1000, 'keep'],
  ])('%s', (_, quota, expectedQuota, seenQuota, decision) => {
    expect(decideAllowance({ quota, expectedQuota, seenQuota }, NOW)).toBe(decision);
  });
});
