import type { Clock } from '@app/kernel';
import type { EventBus, OptionStore } from '@app/platform';
import type { RatioMap } from '../domain/old-notation';
import { upgradedPriceList } from './first-price-list';
import { PriceBook } from './price-book';
import { readRatioMap } from './price-option-backing';
import { NOTATION_OPTIONS } from './price-options';
import type { PriceVersions } from './price-versions';

/** The book of this process; on a database that has none it writes version 1 first. */
export async function openPriceBook(
  versions: PriceVersions,
  options: OptionStore,
  clock: Clock,
  events: EventBus,
): Promise<PriceBook> {
  options.register(NOTATION_OPTIONS);
  if ((await versions.idInForce()) === undefined) {
    const today = new Date(clock.now()).toISOString().slice(0, 10);
    await versions.begin(upgradedPriceList(storedNotation(options), today));
  }
  return PriceBook.open(versions, options, clock, events);
}

/** What an older version kept in the table `options`; a text that cannot be is as good as none, as it was there. */
function storedNotation(options: OptionStore): Map<string, RatioMap> {
  const stored = new Map<string, RatioMap>();
  for (const definition of NOTATION_OPTIONS) {
    const { key, defaultText } = definition;
    const text = options.text(key);
    if (text === undefined || text === defaultText) continue;
    try {
      definition.parse(text);
      stored.set(key, readRatioMap(key, text));
    } catch {
      // The option store has told about it at its registration.
    }
  }
  return stored;
}
