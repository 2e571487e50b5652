import type { PriceList } from '../domain/price-list';
import { diffLists, type ChangedEntry } from './diff-lists';
import { entryNotOffered } from './price-errors';
import { entriesOf, groupPath, listOfEntries, type PriceEntries, type PriceEntry } from '../domain/price-entries';

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
    if (entry.kind === 'override') addGroup(entries, offered, entry.group);
    entries.set(path, entry);
  }
  return listOfEntries(entries);
}

/** An override needs its group. */
function addGroup(entries: Map<string, PriceEntry>, offered: PriceEntries, name: string): void {
  const path = groupPath(name);
  const group = offered.get(path);
  if (!entries.has(path) && group !== undefined) entries.set(path, group);
}

/** Where the offer asks other prices than the list. An offer never removes anything, and a new source alone is no difference. */
export function diffOffer(list: PriceList, offer: PriceList): ChangedEntry[] {
  return diffLists(list, offer).filter(({ change, lines }) => change !== 'removed' && lines.length > 0);
}
