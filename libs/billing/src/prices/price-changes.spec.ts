import fc from 'fast-check';
import { listOfModels, settingsOf, TODAY } from '../domain/__fixtures__/price-lists';
import type { ChannelCost, GroupPricing, PriceList } from '../domain/price-list';
import { routesBelowCost } from './below-cost';
import { diffLists } from './diff-lists';
import { editList } from './edit-list';
import { mergeLists } from '../domain/merge-lists';
import { entriesOf, isSameList, listOfEntries } from '../domain/price-entries';
import { takeOffered } from './take-offered';

const dollars = fc.nat({ max: 99 }).map(String);
const name = fc.constantFrom('a', 'b', 'c.d', 'groups', '__proto__');
const prices = fc.record({ perMillion: fc.record({ input: dollars, output: dollars }) });
const lists = fc
  .record({
    models: fc.dictionary(name, prices, { noNullPrototype: true }),
    groups: fc.array(fc.tuple(name, dollars, fc.array(fc.tuple(name, dollars), { maxLength: 2 })), { maxLength: 3 }),
    costs: fc.array(fc.tuple(fc.integer({ min: 1, max: 3 }), name, dollars), { maxLength: 4 }),
  })
  .map(({ models, groups, costs }): PriceList => {
    const channelCosts = new Map<number, Map<string, ChannelCost>>();
    for (const [channel, model, factor] of costs)
      channelCosts.set(channel, new Map([...(channelCosts.get(channel) ?? []), [model, { factor }]]));
    const priced = groups.map(([group, factor, overrides]): [string, GroupPricing] => {
      const own = Object.fromEntries(overrides.map(([model, times]) => [model, { factor: times }]));
      return [group, { factor, ...(overrides.length > 0 && { overrides: own }) }];
    });
    return { ...listOfModels(models), groups: new Map(priced), channelCosts };
  });

describe('changes of price lists', () => {
  it('take a list apart and put it together again', () => {
    fc.assert(fc.property(lists, (list) => expect(isSameList(listOfEntries(entriesOf(list)), list)).toBe(true)));
  });

  it('are nothing between a list and itself, and name every entry that differs between two', () => {
    fc.assert(
      fc.property(lists, lists, (from, to) => {
        expect(diffLists(from, from)).toEqual([]);
        const entries = new Map(entriesOf(from));
        for (const { path, after } of diffLists(from, to)) {
          if (after === undefined) entries.delete(path);
          else entries.set(path, after);
        }
        expect(isSameList(listOfEntries(entries), to)).toBe(true);
      }),
    );
  });

  it('of two editors are both kept where they touch different entries', () => {
    fc.assert(
      fc.property(lists, lists, (base, other) => {
        expect(mergeLists(base, base, other)).toMatchObject({ conflicts: [] });
        expect(isSameList(mergeLists(base, base, other).list, other)).toBe(true);
        const mine = mergeLists(base, other, base);
        expect(mine.conflicts).toEqual([]);
        expect(isSameList(mine.list, other)).toBe(true);
        expect(mergeLists(base, other, other).conflicts).toEqual([]);
      }),
    );
  });

  it('tell where one editor removed a group and the other gave it prices, and keep what the draft says', () => {
    const without = listOfModels({});
    const base = listOfModels({}, { vip: { factor: '1' } });
    const priced = listOfModels({}, { vip: { factor: '1', overrides: { m: { factor: '2' } } } });
    expect(mergeLists(base, priced, without)).toEqual({ list: priced, conflicts: ['groups.vip'] });
    expect(mergeLists(base, without, priced)).toEqual({ list: without, conflicts: ['groups.vip'] });
  });

  it('tell old and new figures with percent, multiples worked out, and tiers apart', () => {
    const from = listOfModels({
      m: { perMillion: { input: '2', output: { times: '4' } }, tiers: [{ above: 10, perMillion: { input: '3' } }] },
      zero: { perMillion: { input: '0', output: '0' } },
    });
    const to = editList(
      from,
      {
        models: {
          m: { perMillion: { input: '2.5', output: { times: '4' } } },
          zero: { perMillion: { input: '1', output: '0' } },
        },
      },
      TODAY,
    );
    expect(diffLists(from, to)).toMatchObject([
      {
        path: 'models.m',
        change: 'changed',
        lines: [
          { name: 'input', old: '2', new: '2.5', percent: 25 },
          { name: 'output', old: '8', new: '10', percent: 25 },
          { name: 'input above 10', old: '3', new: null, percent: null },
        ],
      },
      { path: 'models.zero', lines: [{ name: 'input', old: '0', new: '1', percent: null }] },
    ]);
  });

  it('take of an offer what was chosen, and never by the way what the operator has set', () => {
    const theirs = { source: 'sync:there' as const, sourceDate: TODAY };
    const seed = { source: 'seed' as const, sourceDate: TODAY };
    const list: PriceList = {
      ...listOfModels({ mine: { perCall: '1' } }),
      models: new Map([
        ['mine', { perCall: '1', source: 'operator', sourceDate: TODAY }],
        ['listed', { perCall: '1', ...seed }],
      ]),
    };
    const offer: PriceList = {
      models: new Map(['mine', 'listed', 'new'].map((model) => [model, { perCall: '2', ...theirs }])),
      groups: new Map([['vip', { factor: '0.5', overrides: { listed: { factor: '0.1' } } }]]),
      channelCosts: new Map(),
    };
    const taken = (choice: Parameters<typeof takeOffered>[2]) => {
      const { models, groups } = takeOffered(list, offer, choice);
      return [...[...models].filter(([, { perCall }]) => perCall === '2').map(([model]) => model), ...groups.keys()];
    };
    expect(taken({})).toEqual([]);
    expect(taken({ every: 'listed' })).toEqual(['listed']);
    expect(taken({ every: 'all' })).toEqual(['listed', 'new']);
    expect(taken({ paths: ['models.mine'] })).toEqual(['mine']);
    expect(taken({ paths: ['groups.vip.overrides.listed'] })).toEqual(['vip']);
    expect(() => taken({ paths: ['models.nowhere'] })).toThrow(
      expect.objectContaining({ code: 'price.entry_not_offered', param: 'models.nowhere' }) as Error,
    );
  });
});

describe('routes below their cost', () => {
  const { version: _version, list: _list, ...rules } = settingsOf(listOfModels({}));
  const routesOf = (groups: Record<string, GroupPricing>, costs: Record<string, ChannelCost>) =>
    routesBelowCost(
      {
        ...listOfModels(
          { m: { perMillion: { input: '2', output: '8' } }, gratis: { isFree: true }, call: { perCall: '0.1' } },
          groups,
        ),
        channelCosts: new Map([[7, new Map(Object.entries(costs))]]),
      },
      rules,
    ).map(({ model, group, classes }) => `${group} ${model}: ${classes.join(' ')}`);

  it('are found by class, with the factor of the group', () => {
    const own = { m: { price: { perMillion: { input: '1', output: '6' } } } };
    expect(routesOf({ default: { factor: '1' } }, own)).toEqual([]);
    expect(routesOf({ cheap: { factor: '0.7' } }, own)).toEqual(['cheap m: output reasoning imageOutput audioOutput']);
    expect(routesOf({ g: { factor: '1', overrides: { m: { price: { perMillion: { output: '5' } } } } } }, own)).toEqual(
      ['g m: output reasoning imageOutput audioOutput'],
    );
  });

  it('are found by factor for all models at once, and apart for those with an override', () => {
    const groups = { low: { factor: '0.5' }, high: { factor: '1', overrides: { m: { factor: '0.1' } } } };
    expect(routesOf(groups, { '*': { factor: '0.6' } })).toEqual([
      'low *: factor',
      expect.stringMatching(/^high m: input cacheRead/),
    ]);
    expect(routesOf(groups, { '*': { factor: '0.6' }, m: { factor: '0.01' } })).toEqual(['low *: factor']);
  });

  it('are found in tiers alone, and of tools, images and seconds', () => {
    const groups = { default: { factor: '1' } };
    const above = (input: string) => [{ above: 1_000, perMillion: { input } }];
    const tiered = { price: { perMillion: { input: '1', output: '1' }, tiers: above('3') } };
    expect(routesOf(groups, { m: tiered })).toEqual([
      'default m: input cacheRead cacheWrite5m cacheWrite1h imageInput audioInput',
    ]);
    expect(routesOf(groups, { m: { price: { ...tiered.price, tiers: above('2') } } })).toEqual([]);
    const perMillion = { input: '1', output: '1' };
    const extras = { perToolCall: { web_search: '0.01' }, perImage: { '*': '0.04' }, perSecond: '0.1' };
    expect(routesOf(groups, { m: { price: { perMillion, ...extras } } })).toEqual([
      'default m: tool web_search image * second',
    ]);
    const same = { default: { factor: '1', overrides: { m: { price: extras, factor: '1' } } } };
    expect(routesOf(same, { m: { price: { perMillion, ...extras } } })).toEqual([]);
  });

  it('are found of calls, and never of what is meant to be free', () => {
    const groups = { default: { factor: '1' } };
    expect(routesOf(groups, { call: { price: { perCall: '0.2' } } })).toEqual(['default call: call']);
    expect(routesOf(groups, { gratis: { price: { perMillion: { input: '1' } } } })).toEqual([]);
  });
});
