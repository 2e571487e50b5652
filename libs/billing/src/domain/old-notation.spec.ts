import fc from 'fast-check';
import { listOf, listOfModels, quoteOf, TODAY } from './__fixtures__/price-lists';
import { OLD_NOTATION, type RatioMap } from './old-notation';
import { SEED_MODELS } from './seed-prices';

const read = (key: string, list: Parameters<typeof quoteOf>[0]) => Object.fromEntries(OLD_NOTATION[key]!.read(list));
const KEYS = Object.keys(OLD_NOTATION);

describe('the old notation', () => {
  it('reads back what was last written of each option, whatever was written between', () => {
    const ratio = fc
      .tuple(fc.nat({ max: 99_999 }), fc.nat({ max: 4 }))
      .map(([digits, places]) => String(Number((digits / 10 ** places).toFixed(places))));
    const names = fc.constantFrom('a', 'b', 'gpt-4o', 'gpt-4o-audio-preview');
    const entries = fc.dictionary(names, ratio, { maxKeys: 4 }).map((map): RatioMap => new Map(Object.entries(map)));
    const writes = fc.array(fc.tuple(fc.constantFrom(...KEYS), entries), { maxLength: 24 });
    fc.assert(
      fc.property(writes, (all) => {
        const last = new Map<string, RatioMap>();
        let list = listOf({});
        for (const [key, map] of all) {
          list = OLD_NOTATION[key]!.write(list, map, TODAY);
          last.set(key, map);
          for (const [other, written] of last) expect(read(other, list)).toEqual(Object.fromEntries(written));
        }
      }),
    );
  });

  it('D42: keeps ratios as they are written, in tens', () => {
    const ratios = { a: '0.01', b: '7.3', c: '0.1', d: '0.068493150685', e: '1.0000000001', f: '0' };
    for (const key of KEYS) expect(read(key, listOf({ [key]: ratios }))).toEqual(ratios);
    const list = listOf({ ModelRatio: { m: 0.1 }, CompletionRatio: { m: 3 }, GroupRatio: { default: 7.3 } });
    expect(quoteOf(list, 'm')).toMatchObject({
      ...{ inputPerMillion: 200_000_000n, outputPerMillion: 600_000_000n, groupFactorPpm: 7_300_000n },
    });
  });

  it('reads dollars as ratios, and writing those back changes no price', () => {
    const seed = { models: new Map(Object.entries(SEED_MODELS)), groups: new Map(), channelCosts: new Map() };
    for (const key of KEYS) {
      const again = OLD_NOTATION[key]!.write(seed, OLD_NOTATION[key]!.read(seed), TODAY);
      expect(Object.fromEntries(again.models)).toEqual(SEED_MODELS);
    }
    expect(read('ModelRatio', seed)).toMatchObject({ 'gpt-4o': '1.25', 'gpt-4o-mini': '0.075' });
    expect(read('CompletionRatio', seed)).toMatchObject({ 'gpt-4o': '4', 'deepseek-chat': '4.07407407407407' });
    expect(read('CacheRatio', seed)).toMatchObject({ 'gpt-4o': '0.5', 'claude-sonnet-4-5': '0.1' });
  });

  it('moves all classes and tiers with a new ModelRatio, as multiples do', () => {
    const list = listOfModels({
      m: {
        perMillion: { input: '0.27', output: '1.1', cacheRead: '0.07' },
        tiers: [{ above: 1_000, perMillion: { input: '0.54', output: '2.2' } }],
      },
    });
    expect(quoteOf(listOf({ ModelRatio: { m: 0.27 } }, list), 'm')).toMatchObject({
      inputPerMillion: 540_000_000n,
      outputPerMillion: 2_200_000_000n,
      ownPerMillion: { cacheRead: 140_000_000n },
      tiers: [{ above: 1_000, inputPerMillion: 1_080_000_000n, outputPerMillion: 4_400_000_000n }],
    });
  });

  it('changes and signs exactly the entries that differ', () => {
    const list = listOfModels({ a: { perMillion: { input: '1' } }, b: { perMillion: { input: '1' } } });
    const unsigned = new Map([...list.models].map(([name, price]) => [name, { ...price, source: 'seed' as const }]));
    const { models } = listOf({ ModelRatio: { a: 0.5, b: 3, c: 1 } }, { ...list, models: unsigned });
    expect([...models].map(([name, { source }]) => [name, source])).toEqual([
      ['a', 'seed'],
      ['b', 'operator'],
      ['c', 'operator'],
    ]);
    expect(models.get('a')).toBe(unsigned.get('a'));
  });

  it('does not sell the tokens of a model whose ratio was taken away', () => {
    const seed = { models: new Map(Object.entries(SEED_MODELS)), groups: new Map(), channelCosts: new Map() };
    const list = listOf({ ModelRatio: { other: 1 } }, seed);
    expect(() => quoteOf(list, 'gpt-4o')).toThrow('no price');
    expect(read('CompletionRatio', list)).toEqual(read('CompletionRatio', seed));
  });

  it('shows a free model at ratio 0, and a ratio ends its being free', () => {
    const list = listOfModels({ m: { isFree: true } });
    expect(read('ModelRatio', list)).toEqual({ m: '0' });
    expect(quoteOf(listOf({ ModelRatio: { m: 1 } }, list), 'm')).toMatchObject({ modelRatio: 1 });
  });

  it('keeps what a group has of its own when its factor changes', () => {
    const overrides = { m: { factor: '2' } };
    const list = listOfModels({ m: { perMillion: { input: '1' } } }, { vip: { factor: '1', overrides } });
    expect(listOf({ GroupRatio: { vip: 3 } }, list).groups.get('vip')).toEqual({ factor: '3', overrides });
  });
});
