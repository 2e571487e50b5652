import { entriesOf, groupPath, isSameEntry, listOfEntries, type PriceEntries, type PriceEntry } from './price-entries';
import type { PriceList } from './price-list';

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
  conflicts.push(...keepGroups(merged, own));
  return { list: listOfEntries(merged), conflicts };
}

/** Where one side removed a group and the other gave it an override, `mine` decides whether it is there. Gives the paths. */
function keepGroups(merged: Map<string, PriceEntry>, own: PriceEntries): string[] {
  const paths = [...merged.values()].flatMap((entry) => (entry.kind === 'override' ? [groupPath(entry.group)] : []));
  const missing = [...new Set(paths)].filter((path) => !merged.has(path));
  for (const path of missing) {
    const group = own.get(path);
    if (group !== undefined) merged.set(path, group);
  }
  return missing;
}
