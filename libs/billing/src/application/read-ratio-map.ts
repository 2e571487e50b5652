import { optionValueInvalid } from '@app/platform';
import type { RatioMap } from '../domain/old-notation';
import { canNameGroup, canNameModel, readAmount } from '../domain/read-price-list';

const LARGEST = 1_000_000_000;

/** A ratio of 1 is two dollars, and it is dollars that have the limit. */
function largestOf(key: string): number {
  return key === 'ModelRatio' ? LARGEST / 2 : LARGEST;
}

/** Of a text that the option's own `parse` has accepted: numbers as they are written, in tens. Throws `option.value_invalid`. */
export function readRatioMap(key: string, text: string): RatioMap {
  const largest = largestOf(key);
  return new Map(
    entriesOf(text).map(([name, value]) => {
      const amount = value > largest ? undefined : readAmount(String(value));
      if (amount !== undefined) return [name, amount];
      throw optionValueInvalid(
        key,
        `"${name}" 的值必须为 0 到 ${largest} 之间的数字`,
        `"${name}" must be a number from 0 to ${largest}`,
      );
    }),
  );
}

/**
 * The same of what an older version stored, which knew no limits: one price that can no longer be must cost neither the others
 * nor the start. It becomes the nearest that can, and a name that nothing can have is left out; `changed` hears of both.
 */
export function readStoredRatioMap(key: string, text: string, changed: (name: string) => void): RatioMap {
  const largest = largestOf(key);
  const canBe = key === 'GroupRatio' ? canNameGroup : canNameModel;
  const entries = new Map<string, string>();
  for (const [name, value] of entriesOf(text)) {
    const amount = value > largest ? undefined : readAmount(String(value));
    const canBeNamed = canBe(name);
    if (amount === undefined || !canBeNamed) changed(name);
    if (canBeNamed) entries.set(name, amount ?? (value > largest ? String(largest) : '0'));
  }
  return entries;
}

function entriesOf(text: string): [string, number][] {
  return Object.entries(JSON.parse(text) as Record<string, number>);
}
