import type { ChannelWish, SelectionResult } from '../channel.contract';
import type { ChannelSnapshot, PriorityTier } from './channel-snapshot';
import {
  forcedChannelDisabled,
  forcedChannelOutsideGroup,
  forcedChannelUnknown,
  forcedChannelWithoutModel,
  modelNotFound,
  noAvailableChannel,
} from './selection-errors';

/**
 * Picks a channel: highest priority first, by share of weight within one priority; when all weights there are 0, each is
 * equally likely. `random` lies in [0, 1).
 */
export function selectChannel(snapshot: ChannelSnapshot, wish: ChannelWish, random: number): SelectionResult {
  const model = routedName(wish.model);
  if (wish.forcedChannelId !== undefined) return selectForced(snapshot, wish, model, wish.forcedChannelId);
  const route = snapshot.routes.get(wish.group)?.get(model);
  if (route === undefined) return modelNotFound(wish.group, wish.model);
  for (const tier of wish.needsTools ? route.withTools : route.all) {
    const result = wish.excluded.size === 0 ? draw(tier, random) : drawAmongRest(tier, wish.excluded, random);
    if (result !== undefined) return result;
  }
  return noAvailableChannel(wish.group, wish.model);
}

/** Custom GPTs have a name each and are offered under one. */
function routedName(model: string): string {
  return model.startsWith('gpt-4-gizmo') ? 'gpt-4-gizmo-*' : model;
}

function selectForced(snapshot: ChannelSnapshot, wish: ChannelWish, model: string, id: number): SelectionResult {
  const channel = snapshot.byId.get(id);
  if (channel === undefined) return forcedChannelUnknown();
  if (!channel.isEnabled) return forcedChannelDisabled();
  if (!channel.groups.has(wish.group)) return forcedChannelOutsideGroup();
  if (!channel.models.has(model)) return forcedChannelWithoutModel();
  return wish.excluded.has(id) ? noAvailableChannel(wish.group, wish.model) : channel.result;
}

function draw(tier: PriorityTier, random: number): SelectionResult | undefined {
  const { cumulativeWeights, results } = tier;
  const total = cumulativeWeights[cumulativeWeights.length - 1] ?? 0;
  if (total === 0) return results[Math.floor(random * results.length)];
  const point = random * total;
  let low = 0;
  let high = cumulativeWeights.length - 1;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((cumulativeWeights[middle] as number) > point) high = middle;
    else low = middle + 1;
  }
  return results[low];
}

function drawAmongRest(tier: PriorityTier, excluded: ReadonlySet<number>, random: number): SelectionResult | undefined {
  const { channelIds, weights, results } = tier;
  let total = 0;
  let count = 0;
  for (let i = 0; i < channelIds.length; i++) {
    if (excluded.has(channelIds[i] as number)) continue;
    total += weights[i] as number;
    count++;
  }
  let point = random * (total === 0 ? count : total);
  let last: SelectionResult | undefined;
  for (let i = 0; i < channelIds.length; i++) {
    if (excluded.has(channelIds[i] as number)) continue;
    const share = total === 0 ? 1 : (weights[i] as number);
    if (share === 0) continue;
    last = results[i];
    point -= share;
    if (point < 0) return last;
  }
  return last;
}
