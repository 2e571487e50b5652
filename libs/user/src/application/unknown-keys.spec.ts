import { UnknownKeys } from './unknown-keys';

describe('UnknownKeys', () => {
  it('remembers a hash for ten seconds', () => {
    const unknown = new UnknownKeys();
    unknown.add('a', 1_000);
    expect(unknown.has('a', 10_999)).toBe(true);
    expect(unknown.has('a', 11_000)).toBe(false);
  });

  it('forgets a hash that became a key', () => {
    const unknown = new UnknownKeys();
    unknown.add('a', 0);
    unknown.remove('a');
    expect(unknown.has('a', 0)).toBe(false);
  });

  it('stays small under a flood and keeps the newest', () => {
    const unknown = new UnknownKeys();
    for (let index = 0; index < 25_000; index++) unknown.add(String(index), 0);
    expect(unknown.size).toBe(10_000);
    expect(unknown.has('24999', 0)).toBe(true);
    expect(unknown.has('0', 0)).toBe(false);
  });

  it('drops what has run out when something is added', () => {
    const unknown = new UnknownKeys();
    unknown.add('a', 0);
    unknown.add('b', 20_000);
    expect(unknown.size).toBe(1);
  });
});
