import { parseDecimal, toUnits } from '../domain/decimal';
import type { PriceList } from '../domain/price-list';
import { entriesOf, isSameEntry, type PriceEntry } from '../domain/price-entries';
import { priceLines } from './price-lines';

/** One figure of an entry, before and after. */
export interface ChangedLine {
  name: string;
  old: string | null;
  new: string | null;
  /** By how much it rises, in percent with two decimals; null where there are no two numbers, or the old one is 0. */
  percent: number | null;
}

export interface ChangedEntry {
  path: string;
  change: 'added' | 'removed' | 'changed';
  /** What it was and what it is to be; one of them may be missing. */
  before: PriceEntry | undefined;
  after: PriceEntry | undefined;
  /** Empty when only its source or date differs. */
  lines: ChangedLine[];
}

/** What makes `to` of `from`, entry by entry. */
export function diffLists(from: PriceList, to: PriceList): ChangedEntry[] {
  const [old, wanted] = [entriesOf(from), entriesOf(to)];
  const changes: ChangedEntry[] = [];
  for (const path of new Set([...old.keys(), ...wanted.keys()])) {
    const [before, after] = [old.get(path), wanted.get(path)];
    if (isSameEntry(before, after)) continue;
    const change = before === undefined ? 'added' : after === undefined ? 'removed' : 'changed';
    changes.push({ path, change, before, after, lines: diffLines(priceLines(before), priceLines(after)) });
  }
  return changes;
}

function diffLines(old: ReadonlyMap<string, string>, wanted: ReadonlyMap<string, string>): ChangedLine[] {
  return [...new Set([...old.keys(), ...wanted.keys()])].flatMap((name) => {
    const [before, after] = [old.get(name) ?? null, wanted.get(name) ?? null];
    return before === after ? [] : [{ name, old: before, new: after, percent: percentOf(before, after) }];
  });
}

function percentOf(old: string | null, wanted: string | null): number | null {
  const [before, after] = [parseDecimal(old ?? ''), parseDecimal(wanted ?? '')];
  if (before === undefined || after === undefined || before.digits === 0n) return null;
  const scale = Math.max(before.scale, after.scale);
  const [a, b] = [before, after].map((decimal) => toUnits(decimal, 10n ** BigInt(scale))) as [bigint, bigint];
  return Number(((b - a) * 10_000n) / a) / 100;
}
