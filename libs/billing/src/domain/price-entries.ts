import { isDeepStrictEqual } from 'node:util';
import type { ModelPrice } from './model-price';
import type { ChannelCost, GroupOverride, GroupPricing, PriceList } from './price-list';

/** One thing of a price list that is changed, compared and chosen as a whole. */
export type PriceEntry =
  | { kind: 'model'; model: string; value: ModelPrice }
  | { kind: 'group'; group: string; value: { factor: string } }
  | { kind: 'override'; group: string; model: string; value: GroupOverride }
  | { kind: 'cost'; channelId: number; model: string; value: ChannelCost };

/** By its path, which is also how people name it: `models.gpt-4o`, `groups.vip.overrides.gpt-4o`, `channelCosts.7.*`. */
export type PriceEntries = ReadonlyMap<string, PriceEntry>;

export function pathOf(entry: PriceEntry): string {
  switch (entry.kind) {
    case 'model':
      return `models.${entry.model}`;
    case 'group':
      return groupPath(entry.group);
    case 'override':
      return `${groupPath(entry.group)}.overrides.${entry.model}`;
    case 'cost':
      return `channelCosts.${entry.channelId}.${entry.model}`;
  }
}

export function groupPath(group: string): string {
  return `groups.${group}`;
}

export function entriesOf(list: PriceList): PriceEntries {
  const entries = new Map<string, PriceEntry>();
  const add = (entry: PriceEntry): unknown => entries.set(pathOf(entry), entry);
  for (const [model, value] of list.models) add({ kind: 'model', model, value });
  for (const [group, { factor, overrides = {} }] of list.groups) {
    add({ kind: 'group', group, value: { factor } });
    for (const [model, value] of Object.entries(overrides)) add({ kind: 'override', group, model, value });
  }
  for (const [channelId, costs] of list.channelCosts)
    for (const [model, value] of costs) add({ kind: 'cost', channelId, model, value });
  return entries;
}

/** The list again. Overrides of a group that is not there go with it. */
export function listOfEntries(entries: PriceEntries): PriceList {
  const models = new Map<string, ModelPrice>();
  const factors = new Map<string, string>();
  const overrides = new Map<string, Map<string, GroupOverride>>();
  const channelCosts = new Map<number, Map<string, ChannelCost>>();
  for (const entry of entries.values()) {
    if (entry.kind === 'model') models.set(entry.model, entry.value);
    else if (entry.kind === 'group') factors.set(entry.group, entry.value.factor);
    else if (entry.kind === 'override') nested(overrides, entry.group).set(entry.model, entry.value);
    else nested(channelCosts, entry.channelId).set(entry.model, entry.value);
  }
  const groups = [...factors].map(([group, factor]): [string, GroupPricing] => {
    const own = overrides.get(group);
    return [group, { factor, ...(own !== undefined && { overrides: Object.fromEntries(own) }) }];
  });
  return { models, groups: new Map(groups), channelCosts };
}

export function isSameEntry(a: PriceEntry | undefined, b: PriceEntry | undefined): boolean {
  return isDeepStrictEqual(a?.value, b?.value);
}

/** The same prices, in whatever order they are listed. */
export function isSameList(a: PriceList, b: PriceList): boolean {
  const [ours, theirs] = [entriesOf(a), entriesOf(b)];
  return ours.size === theirs.size && [...ours].every(([path, entry]) => isSameEntry(entry, theirs.get(path)));
}

function nested<K, V>(maps: Map<K, Map<string, V>>, key: K): Map<string, V> {
  const found = maps.get(key) ?? new Map<string, V>();
  maps.set(key, found);
  return found;
}
