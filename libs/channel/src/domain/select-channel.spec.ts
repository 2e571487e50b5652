import type { ChannelTarget, ChannelWish, SelectionResult } from '../channel.contract';
import { buildSnapshot, type RoutableChannel } from './channel-snapshot';
import { selectChannel } from './select-channel';

interface Sketch {
  id: number;
  priority?: number;
  weight?: number;
  models?: string[];
  groups?: string[];
  isEnabled?: boolean;
  hasTools?: boolean;
}

function channel(sketch: Sketch): RoutableChannel {
  const target: ChannelTarget = {
    id: sketch.id,
    name: `channel ${sketch.id}`,
    type: 1,
    baseUrl: 'https://api.example.com',
    key: 'key',
    organization: undefined,
    modelMapping: new Map(),
    headers: {},
    proxyUrl: undefined,
    statusCodeMapping: new Map(),
    config: {},
  };
  const { priority = 0, weight = 0, models = ['m'], groups = ['default'], isEnabled = true, hasTools = true } = sketch;
  return { target, priority, weight, models, groups, isEnabled, hasTools };
}

const wish = (changes: Partial<ChannelWish> = {}): ChannelWish => ({
  group: 'default',
  model: 'm',
  needsTools: false,
  excluded: new Set(),
  forcedChannelId: undefined,
  ...changes,
});

function outcome(result: SelectionResult): number | string {
  return result.ok ? result.channel.id : `${result.error.status} ${result.error.code}`;
}

function select(sketches: Sketch[], changes: Partial<ChannelWish> = {}, random = 0): number | string {
  return outcome(selectChannel(buildSnapshot(sketches.map(channel)), wish(changes), random));
}

/** Mulberry32: the same draws on every run. */
function seededGenerator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

function shares(sketches: Sketch[], changes: Partial<ChannelWish> = {}): Record<string, number> {
  const snapshot = buildSnapshot(sketches.map(channel));
  const random = seededGenerator(42);
  const counts: Record<string, number> = {};
  for (let i = 0; i < 1000; i++) {
    const id = outcome(selectChannel(snapshot, wish(changes), random()));
    counts[id] = (counts[id] ?? 0) + 1;
  }
  return counts;
}

describe('selectChannel', () => {
  it('takes the highest priority whatever the weights', () => {
    const sketches = [
      { id: 1, priority: 1, weight: 100 },
      { id: 2, priority: 5, weight: 1 },
      { id: 3, priority: -1 },
    ];
    expect(shares(sketches)).toEqual({ 2: 1000 });
  });

  it('shares calls by weight within one priority', () => {
    const counts = shares([
      { id: 1, weight: 1 },
      { id: 2, weight: 3 },
      { id: 3, weight: 6 },
      { id: 4, weight: 0 },
    ]);
    expect(counts[1]).toBeGreaterThan(60);
    expect(counts[1]).toBeLessThan(140);
    expect(counts[2]).toBeGreaterThan(250);
    expect(counts[2]).toBeLessThan(350);
    expect(counts[3]).toBeGreaterThan(540);
    expect(counts[3]).toBeLessThan(660);
    expect(counts[4]).toBeUndefined();
  });

  it('treats channels alike when all weights are 0', () => {
    const counts = shares([{ id: 1 }, { id: 2 }, { id: 3 }, { id: 4 }]);
    for (const id of [1, 2, 3, 4]) expect(Math.abs((counts[id] ?? 0) - 250)).toBeLessThan(50);
  });

  it('keeps the proportions of the rest when some channels are excluded', () => {
    const sketches = [
      { id: 1, weight: 1 },
      { id: 2, weight: 5 },
      { id: 3, weight: 3 },
    ];
    const counts = shares(sketches, { excluded: new Set([2]) });
    expect(counts[2]).toBeUndefined();
    expect(Math.abs((counts[1] ?? 0) - 250)).toBeLessThan(50);
    expect(Math.abs((counts[3] ?? 0) - 750)).toBeLessThan(50);
  });

  it('falls back on a channel of weight 0 when those with weight are excluded', () => {
    const sketches = [
      { id: 1, weight: 0 },
      { id: 2, weight: 5 },
    ];
    expect(select(sketches, { excluded: new Set([2]) }, 0.99)).toBe(1);
  });

  it('never leaves the ends of the draw empty', () => {
    const sketches = [
      { id: 1, weight: 2 },
      { id: 2, weight: 2 },
    ];
    expect(select(sketches, {}, 0)).toBe(1);
    expect(select(sketches, {}, 0.4999)).toBe(1);
    expect(select(sketches, {}, 0.5)).toBe(2);
    expect(select(sketches, {}, 1 - Number.EPSILON)).toBe(2);
    expect(select(sketches, { excluded: new Set([9]) }, 1 - Number.EPSILON)).toBe(2);
  });

  it('goes down the priorities as channels are excluded, and then gives up with 503', () => {
    const sketches = [
      { id: 1, priority: 2 },
      { id: 2, priority: 1 },
    ];
    expect(select(sketches, { excluded: new Set([1]) })).toBe(2);
    expect(select(sketches, { excluded: new Set([1, 2]) })).toBe('503 no_available_channel');
  });

  it('sends calls with tools to channels that accept them, even of a lower priority', () => {
    const sketches = [
      { id: 1, priority: 2, hasTools: false },
      { id: 2, priority: 1 },
    ];
    expect(select(sketches)).toBe(1);
    expect(select(sketches, { needsTools: true })).toBe(2);
    expect(select([{ id: 1, hasTools: false }], { needsTools: true })).toBe('503 no_available_channel');
  });

  it('tells a model that nobody serves from one that nobody can serve now', () => {
    expect(select([{ id: 1 }], { model: 'other' })).toBe('404 model_not_found');
    expect(select([{ id: 1 }], { group: 'vip' })).toBe('404 model_not_found');
    expect(select([{ id: 1, isEnabled: false }])).toBe('404 model_not_found');
  });

  it('names group and model in the refusal', () => {
    const result = selectChannel(buildSnapshot([channel({ id: 1 })]), wish({ excluded: new Set([1]) }), 0);
    expect(!result.ok && result.error.text.zh).toBe('当前分组 default 下对于模型 m 无可用渠道');
  });

  it('offers all custom GPTs under one name', () => {
    expect(select([{ id: 1, models: ['gpt-4-gizmo-*'] }], { model: 'gpt-4-gizmo-g-abc' })).toBe(1);
    expect(select([{ id: 1, models: ['gpt-4-gizmo-*'] }], { model: 'gpt-4-gizmo-x', forcedChannelId: 1 })).toBe(1);
  });

  it('takes a forced channel whatever its priority, weight and tools', () => {
    const sketches = [
      { id: 1, priority: 9 },
      { id: 2, weight: 0, hasTools: false },
    ];
    expect(select(sketches, { forcedChannelId: 2, needsTools: true })).toBe(2);
  });

  it.each([
    [{ forcedChannelId: 9 }, 'channel.id_invalid', '无效的渠道 Id'],
    [{ forcedChannelId: 2 }, 'channel.disabled', '该渠道已被禁用'],
    [{ forcedChannelId: 1, group: 'vip' }, 'channel.group_mismatch', '指定的渠道不属于当前用户分组'],
    [{ forcedChannelId: 1, model: 'other' }, 'channel.model_unsupported', '指定的渠道不支持所请求的模型'],
  ])('refuses a forced channel with 400: %p', (changes, code, text) => {
    const snapshot = buildSnapshot([channel({ id: 1 }), channel({ id: 2, isEnabled: false })]);
    const result = selectChannel(snapshot, wish(changes), 0);
    expect(!result.ok && [result.error.status, result.error.code, result.error.text.zh]).toEqual([400, code, text]);
  });

  it('takes no other channel when the forced one has failed', () => {
    expect(select([{ id: 1 }, { id: 2 }], { forcedChannelId: 1, excluded: new Set([1]) })).toBe(
      '503 no_available_channel',
    );
  });

  it('hands out the same prepared answer each time', () => {
    const snapshot = buildSnapshot([channel({ id: 1 })]);
    expect(selectChannel(snapshot, wish(), 0.3)).toBe(selectChannel(snapshot, wish(), 0.6));
  });

  it('lists the models of a group sorted, without those of disabled channels', () => {
    const snapshot = buildSnapshot([
      channel({ id: 1, models: ['b', 'a'] }),
      channel({ id: 2, models: ['c', 'a'], groups: ['default', 'vip'] }),
      channel({ id: 3, models: ['z'], isEnabled: false }),
    ]);
    expect(snapshot.modelNames.get('default')).toEqual(['a', 'b', 'c']);
    expect(snapshot.modelNames.get('vip')).toEqual(['a', 'c']);
  });
});

describe('choosing among channels that serve a call more or less well', () => {
  /** Fitness by number of the channel. */
  const fit =
    (...values: number[]) =>
    ({ id }: ChannelTarget) =>
      values[id - 1]!;
  const drawn = (sketches: Sketch[], changes: Partial<ChannelWish>) => {
    const generator = seededGenerator(3);
    const counts = new Map<number | string, number>();
    for (let i = 0; i < 1_000; i++) {
      const id = select(sketches, changes, generator());
      counts.set(id, (counts.get(id) ?? 0) + 1);
    }
    return counts;
  };

  it('prefers the better within one priority, whatever its weight', () => {
    const counts = drawn(
      [
        { id: 1, weight: 99 },
        { id: 2, weight: 1 },
      ],
      { fitness: fit(1, 2) },
    );
    expect([...counts]).toEqual([[2, 1_000]]);
  });

  it('does not prefer the better of a lower priority', () => {
    expect(drawn([{ id: 1, priority: 5 }, { id: 2 }], { fitness: fit(1, 2) })).toEqual(new Map([[1, 1_000]]));
  });

  it('never takes one that does not serve the call, and goes down to the next priority instead', () => {
    expect(select([{ id: 1, priority: 5 }, { id: 2 }], { fitness: fit(0, 1) })).toBe(2);
    expect(select([{ id: 1 }, { id: 2 }], { fitness: fit(0, 0) })).toBe('503 no_available_channel');
  });

  it('asks how well a channel serves this very model', () => {
    const asked = new Set<string>();
    const fitness = (_: ChannelTarget, model: string) => (asked.add(model), 1);
    for (const sketches of [[{ id: 1 }], [{ id: 1 }, { id: 2 }]]) select(sketches, { fitness });
    expect([...asked]).toEqual(['m']);
  });

  it('keeps the weights among equals', () => {
    const counts = drawn(
      [
        { id: 1, weight: 30 },
        { id: 2, weight: 10 },
        { id: 3, weight: 60 },
      ],
      { fitness: fit(2, 2, 1) },
    );
    expect(counts.has(3)).toBe(false);
    expect(counts.get(1)! / 1_000).toBeCloseTo(0.75, 1);
  });

  it('draws all of weight 0 alike, only among the best', () => {
    const counts = drawn([{ id: 1 }, { id: 2 }, { id: 3, weight: 50 }], { fitness: fit(2, 2, 1) });
    expect([...counts.keys()].sort()).toEqual([1, 2]);
  });

  it('takes the next best when the better ones have failed', () => {
    const sketches = [{ id: 1 }, { id: 2 }, { id: 3 }];
    expect(select(sketches, { fitness: fit(2, 1, 0), excluded: new Set([1]) })).toBe(2);
    expect(select(sketches, { fitness: fit(2, 1, 0), excluded: new Set([1, 2]) })).toBe('503 no_available_channel');
  });
});
