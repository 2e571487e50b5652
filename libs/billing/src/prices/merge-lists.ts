import type { PriceList } from '../domain/price-list';
import { entriesOf, isSameEntry, listOfEntries, type PriceEntry } from './price-entries';

export interface MergedLists {
  list: PriceList;
  /** Paths of the entries that both sides changed, each in its own way. `list` has `mine` of them. */
  conflicts: string[];
}

/** What `mine` changed of `base`, done to `theirs`. */
export function mergeLists(base: PriceList, mine: PriceList, theirs: PriceList): MergedLists {
  const [old, own, other] = [entriesOf(base), entriesOf(mine), entriesOf(theirs)];
  const merged = new Map<string, PriceEntry>();
  const conflicts: string[] = [];
  for (const path of new Set([...other.keys(), ...own.keys()])) {
    const [before, wanted, current] = [old.get(path), own.get(path), other.get(path)];
    const isMine = !isSameEntry(wanted, before);
    if (isMine && !isSameEntry(current, before) && !isSameEntry(current, wanted)) conflicts.push(path);
    const entry = isMine ? wanted : current;
    if (entry !== undefined) merged.set(path, entry);
  }
  return { list: listOfEntries(merged), conflicts };
}
