import { Clock } from '@app/kernel';
import { toLimitSubject } from './limit-subject';
import { MemoryLimitStorage } from './memory-limit-storage';

class FixedClock extends Clock {
  nowMs = 1_000_000;
  now() {
    return this.nowMs;
  }
}

describe('MemoryLimitStorage', () => {
  it('lets a hit in again as the oldest one leaves the window, however often it was refused', async () => {
    const clock = new FixedClock();
    const storage = new MemoryLimitStorage(clock);
    const hit = () => storage.increment('192.0.2.1', 10_000, 2, 10_000, 'GA');
    expect(await hit()).toMatchObject({ isBlocked: false, totalHits: 1 });
    clock.nowMs += 4_000;
    expect(await hit()).toMatchObject({ isBlocked: false, totalHits: 2 });
    expect(await hit()).toMatchObject({ isBlocked: true, timeToBlockExpire: 6 });
    clock.nowMs += 5_999;
    expect(await hit()).toMatchObject({ isBlocked: true, timeToBlockExpire: 1 });
    clock.nowMs += 1;
    expect(await hit()).toMatchObject({ isBlocked: false, totalHits: 2 });
    expect(await hit()).toMatchObject({ isBlocked: true });
  });

  it('counts each limiter and each caller apart', async () => {
    const storage = new MemoryLimitStorage(new FixedClock());
    await storage.increment('a', 1000, 1, 0, 'GA');
    expect(await storage.increment('a', 1000, 1, 0, 'CT')).toMatchObject({ isBlocked: false });
    expect(await storage.increment('b', 1000, 1, 0, 'GA')).toMatchObject({ isBlocked: false });
    expect(await storage.increment('a', 1000, 1, 0, 'GA')).toMatchObject({ isBlocked: true });
  });
});

describe('toLimitSubject', () => {
  it('joins the addresses of one IPv6 network', () => {
    expect(toLimitSubject('2001:db8:1:2::7')).toBe(toLimitSubject('2001:db8:1:2:ffff::1'));
    expect(toLimitSubject('2001:db8:1:3::7')).not.toBe(toLimitSubject('2001:db8:1:2::7'));
    expect(toLimitSubject('192.0.2.1')).toBe('192.0.2.1');
  });
});
