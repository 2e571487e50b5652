import fc from 'fast-check';
import { MediaCache } from './media-cache';

const media = (length: number) => ({ mediaType: 'image/png', data: 'x'.repeat(length) });

describe('what was fetched a moment ago', () => {
  it('is kept for its time and not longer', () => {
    const cache = new MediaCache(100, 1_000);
    cache.put('a', media(10), 0);
    expect(cache.get('a', 999)).toEqual(media(10));
    expect(cache.get('a', 1_000)).toBeUndefined();
    expect(cache.get('b', 0)).toBeUndefined();
  });

  it('makes room for the new by the oldest, and is not kept when it fills the room alone', () => {
    const cache = new MediaCache(100, 1_000);
    cache.put('a', media(40), 0);
    cache.put('b', media(40), 1);
    cache.put('c', media(40), 2);
    expect(['a', 'b', 'c'].map((key) => cache.get(key, 3) !== undefined)).toEqual([false, true, true]);
    cache.put('d', media(100), 3);
    expect(cache.get('d', 3)).toBeUndefined();
    expect(cache.get('c', 3)).toBeDefined();
  });

  it('holds no more than it may, whatever comes', () => {
    const puts = fc.array(
      fc.record({ key: fc.constantFrom('a', 'b', 'c', 'd'), length: fc.nat(60), wait: fc.nat(600) }),
    );
    fc.assert(
      fc.property(puts, (list) => {
        const cache = new MediaCache(100, 1_000);
        let now = 0;
        for (const { key, length, wait } of list) {
          cache.put(key, media(length), (now += wait));
          const held = ['a', 'b', 'c', 'd'].map((one) => cache.get(one, now)?.data.length ?? 0);
          expect(held.reduce((sum, one) => sum + one, 0)).toBeLessThanOrEqual(100);
          expect(cache.get(key, now)).toEqual(media(length));
        }
      }),
    );
  });
});
