import { LocalEventBus, type OptionDefinition, type OptionStore } from '@app/platform';
import type { BalanceLow } from '@app/kernel';
import { BalanceWatch } from './balance-watch';

/** The threshold's default of 1 000 quota, in nano-dollars. */
const LINE = 2_000_000n;

// Fake: options, all at their defaults.
describe('watching balances', () => {
  const told: BalanceLow[] = [];
  const events = new LocalEventBus();
  events.subscribe('balance.low', (event) => void told.push(event));
  const options = {
    register: () => undefined,
    get: <T>(definition: OptionDefinition<T>) => definition.parse(definition.defaultText),
  } as unknown as OptionStore;
  const watch = new BalanceWatch(options, events);

  beforeEach(() => (told.length = 0));

  it.each([
    ['below the line', LINE, LINE - 1n, { userId: 7, balance: '1999999', isUsedUp: false }],
    ['to nothing', 1n, 0n, { userId: 7, balance: '0', isUsedUp: true }],
    ['across both lines at once', LINE, -5n, { userId: 7, balance: '-5', isUsedUp: true }],
  ])('tells of a charge that takes a balance %s', (_, before, after, event) => {
    watch.charged(7, before, after);
    expect(told).toEqual([event]);
  });

  it.each([
    ['stays above', LINE + 2n, LINE],
    ['was below before', LINE - 1n, 1n],
    ['was used up before', 0n, -1n],
  ])('says nothing when the balance %s', (_, before, after) => {
    watch.charged(7, before, after);
    expect(told).toEqual([]);
  });
});
