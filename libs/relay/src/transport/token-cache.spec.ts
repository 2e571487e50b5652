import { TokenCache, type AccessToken } from './token-cache';

const HOUR = 3_600_000;

function begin() {
  const world = { now: 0 };
  const asked: { resolve(token: AccessToken): void; reject(error: Error): void }[] = [];
  const cache = new TokenCache<{ id: string }>(
    () => new Promise<AccessToken>((resolve, reject) => asked.push({ resolve, reject })),
    () => world.now,
  );
  const token = (value: string): AccessToken => ({ value, expiresAtMs: world.now + HOUR });
  return { world, asked, cache, token };
}
const A = { id: 'a' };

describe('access tokens', () => {
  it('asks once however many wait, and then answers at once', async () => {
    const { asked, cache, token } = begin();
    const waiting = [cache.tokenFor(A), cache.tokenFor(A), cache.tokenFor(A)];
    expect(asked).toHaveLength(1);
    asked[0]!.resolve(token('one'));
    expect(await Promise.all(waiting.map(async (token) => token))).toEqual(['one', 'one', 'one']);
    expect(cache.tokenFor(A)).toBe('one');
    expect(asked).toHaveLength(1);
    void cache.tokenFor({ id: 'b' });
    expect(asked).toHaveLength(2);
  });

  it('renews early while the old one goes on, one request at a time', async () => {
    const { world, asked, cache, token } = begin();
    const first = cache.tokenFor(A);
    asked[0]!.resolve(token('one'));
    await first;
    world.now = HOUR - 300_000;
    expect(cache.tokenFor(A)).toBe('one');
    expect(asked).toHaveLength(1);
    world.now += 1;
    expect([cache.tokenFor(A), cache.tokenFor(A)]).toEqual(['one', 'one']);
    expect(asked).toHaveLength(2);
    asked[1]!.resolve(token('two'));
    await settled();
    expect(cache.tokenFor(A)).toBe('two');
  });

  it('lives on the old one when renewing fails, asks again after a while, and waits once it is over', async () => {
    const { world, asked, cache, token } = begin();
    const first = cache.tokenFor(A);
    asked[0]!.resolve(token('one'));
    await first;
    world.now = HOUR - 100_000;
    expect(cache.tokenFor(A)).toBe('one');
    asked[1]!.reject(new Error('down'));
    await settled();
    expect(cache.tokenFor(A)).toBe('one');
    expect(asked).toHaveLength(2);
    world.now += 10_000;
    expect(cache.tokenFor(A)).toBe('one');
    expect(asked).toHaveLength(3);
    asked[2]!.reject(new Error('down'));
    await settled();
    world.now = HOUR - 29_000;
    const late = cache.tokenFor(A);
    expect(late).toBeInstanceOf(Promise);
    asked[3]!.reject(new Error('still down'));
    await expect(late).rejects.toThrow('still down');
    void Promise.resolve(cache.tokenFor(A)).catch(() => undefined);
    expect(asked).toHaveLength(5);
  });

  it('forgets a token that was refused, but not its successor', async () => {
    const { asked, cache, token } = begin();
    const first = cache.tokenFor(A);
    asked[0]!.resolve(token('one'));
    await first;
    cache.forget(A, 'another');
    expect(cache.tokenFor(A)).toBe('one');
    cache.forget(A, 'one');
    expect(cache.tokenFor(A)).toBeInstanceOf(Promise);
  });
});

function settled(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}
