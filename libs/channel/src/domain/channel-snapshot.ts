import type { ChannelTarget, SelectionResult } from '../channel.contract';

/** A channel with what decides whether it is chosen. */
export interface RoutableChannel {
  readonly target: ChannelTarget;
  readonly isEnabled: boolean;
  readonly groups: readonly string[];
  readonly models: readonly string[];
  readonly priority: number;
  readonly weight: number;
  readonly hasTools: boolean;
}

/** Channels of one priority. `results` holds the finished answers, so that choosing allocates nothing. */
export interface PriorityTier {
  readonly channelIds: readonly number[];
  readonly weights: readonly number[];
  /** Sum of the weights up to and including each channel. */
  readonly cumulativeWeights: readonly number[];
  readonly results: readonly SelectionResult[];
}

/** Tiers of one model in one group, highest priority first. */
export interface ModelRoute {
  readonly all: readonly PriorityTier[];
  /** Only channels that accept tool calls. */
  readonly withTools: readonly PriorityTier[];
}

export interface KnownChannel {
  readonly isEnabled: boolean;
  readonly groups: ReadonlySet<string>;
  readonly models: ReadonlySet<string>;
  readonly result: SelectionResult;
}

/** Everything selection needs, prepared once per change and never altered. */
export interface ChannelSnapshot {
  /** Group → model → tiers, enabled channels only. */
  readonly routes: ReadonlyMap<string, ReadonlyMap<string, ModelRoute>>;
  readonly modelNames: ReadonlyMap<string, readonly string[]>;
  /** Disabled channels too, for forced ones. */
  readonly byId: ReadonlyMap<number, KnownChannel>;
}

export const EMPTY_SNAPSHOT: ChannelSnapshot = { routes: new Map(), modelNames: new Map(), byId: new Map() };

interface Candidate {
  channel: RoutableChannel;
  result: SelectionResult;
}

export function buildSnapshot(channels: readonly RoutableChannel[]): ChannelSnapshot {
  const byId = new Map<number, KnownChannel>();
  const candidates = new Map<string, Map<string, Candidate[]>>();
  for (const channel of channels) {
    const result: SelectionResult = Object.freeze({ ok: true, channel: channel.target });
    byId.set(channel.target.id, {
      isEnabled: channel.isEnabled,
      groups: new Set(channel.groups),
      models: new Set(channel.models),
      result,
    });
    if (channel.isEnabled) addCandidate(candidates, { channel, result });
  }
  const routes = new Map<string, ReadonlyMap<string, ModelRoute>>();
  const modelNames = new Map<string, readonly string[]>();
  for (const [group, models] of candidates) {
    routes.set(group, new Map([...models].map(([model, members]) => [model, buildRoute(members)])));
    modelNames.set(group, Object.freeze([...models.keys()].sort()));
  }
  return { routes, modelNames, byId };
}

function addCandidate(candidates: Map<string, Map<string, Candidate[]>>, candidate: Candidate): void {
  for (const group of candidate.channel.groups) {
    let models = candidates.get(group);
    if (models === undefined) candidates.set(group, (models = new Map<string, Candidate[]>()));
    for (const model of candidate.channel.models) {
      const members = models.get(model);
      if (members === undefined) models.set(model, [candidate]);
      else members.push(candidate);
    }
  }
}

function buildRoute(members: readonly Candidate[]): ModelRoute {
  const all = buildTiers(members);
  const withTools = members.filter(({ channel }) => channel.hasTools);
  return { all, withTools: withTools.length === members.length ? all : buildTiers(withTools) };
}

function buildTiers(members: readonly Candidate[]): PriorityTier[] {
  const priorities = [...new Set(members.map(({ channel }) => channel.priority))].sort((a, b) => b - a);
  return priorities.map((priority) => {
    const tier = members.filter(({ channel }) => channel.priority === priority);
    let sum = 0;
    return {
      channelIds: tier.map(({ channel }) => channel.target.id),
      weights: tier.map(({ channel }) => channel.weight),
      cumulativeWeights: tier.map(({ channel }) => (sum += channel.weight)),
      results: tier.map(({ result }) => result),
    };
  });
}
