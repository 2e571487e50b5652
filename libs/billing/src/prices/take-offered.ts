import type { PriceList } from '../domain/price-list';
import { diffLists } from './diff-lists';
import { entryNotOffered } from './price-errors';
import { entriesOf, listOfEntries, type PriceEntry } from './price-entries';

export interface OfferChoice {
  /** Entries by their paths, whosever prices they replace. */
  paths?: readonly string[];
  /** Beside those: every model that is listed already (`listed`), or that one and every new model (`all`). Never the operator's own. */
  every?: 'listed' | 'all';
}

/** A person set it. Groups, overrides and costs are never anything else. */
export function isOperators(entry: PriceEntry | undefined): boolean {
  return entry !== undefined && (entry.kind !== 'model' || entry.value.source === 'operator');
}

/** The list with the chosen entries of the offer. Throws `price.entry_not_offered` (422). */
export function takeOffered(
  list: PriceList,
  offer: PriceList | undefined,
  { paths = [], every }: OfferChoice,
): PriceList {
  const entries = new Map(entriesOf(list));
  const offered = offer === undefined ? new Map<string, PriceEntry>() : entriesOf(offer);
  for (const [path, entry] of every === undefined ? [] : offered) {
    const old = entries.get(path);
    const isWanted = old === undefined ? every === 'all' : true;
    if (entry.kind === 'model' && isWanted && !isOperators(old)) entries.set(path, entry);
  }
  for (const path of paths) {
    const entry = offered.get(path);
    if (entry === undefined) throw entryNotOffered(path);
    entries.set(path, entry);
  }
  return listOfEntries(entries);
}

/** What would change if everything of the offer was taken; nothing is ever removed by an offer. */
export function diffOffer(list: PriceList, offer: PriceList) {
  return diffLists(list, offer).filter(({ change }) => change !== 'removed');
}
