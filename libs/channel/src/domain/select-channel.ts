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
    const result = drawFrom(tier, wish, random);
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

function drawFrom(tier: PriorityTier, wish: ChannelWish, random: number): SelectionResult | undefined {
  const { excluded, fitness, model } = wish;
  if (tier.results.length === 1) return drawOnly(tier, wish);
  if (fitness === undefined)
    return excluded.size === 0 ? draw(tier, random) : drawAmong(tier, (_, id) => !excluded.has(id), random);
  const best = bestFitness(tier, wish, fitness);
  if (best === 0) return undefined;
  return drawAmong(
    tier,
    (result, id) => !excluded.has(id) && result.ok && fitness(result.channel, model) === best,
    random,
  );
}

function drawOnly(
  { results, channelIds }: PriorityTier,
  { excluded, fitness, model }: ChannelWish,
): SelectionResult | undefined {
  const only = results[0]!;
  if (excluded.has(channelIds[0]!)) return undefined;
  return fitness !== undefined && only.ok && fitness(only.channel, model) === 0 ? undefined : only;
}

function bestFitness(
  tier: PriorityTier,
  { excluded, model }: ChannelWish,
  fitness: NonNullable<ChannelWish['fitness']>,
): number {
  let best = 0;
  tier.results.forEach((result, i) => {
    if (result.ok && !excluded.has(tier.channelIds[i] as number)) best = Math.max(best, fitness(result.channel, model));
  });
  return best;
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

function drawAmong(
  tier: PriorityTier,
  isOpen: (result: SelectionResult, channelId: number) => boolean,
  random: number,
): SelectionResult | undefined {
  const { channelIds, weights, results } = tier;
  const isIn = (i: number): boolean => isOpen(results[i]!, channelIds[i] as number);
  let total = 0;
  let count = 0;
  for (let i = 0; i < channelIds.length; i++) {
    if (!isIn(i)) continue;
    total += weights[i] as number;
    count++;
  }
  let point = random * (total === 0 ? count : total);
  let last: SelectionResult | undefined;
  for (let i = 0; i < channelIds.length; i++) {
    if (!isIn(i)) continue;
    const share = total === 0 ? 1 : (weights[i] as number);
    if (share === 0) continue;
    last = results[i];
    point -= share;
    if (point < 0) return last;
  }
  return last;
}
