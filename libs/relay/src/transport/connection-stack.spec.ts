import { ConnectionStack } from './connection-stack';
import type { UpstreamConnection } from './http1/upstream-connection';

class FakeConnection {
  isReusable = true;
  isClosed = false;
  keepAliveSeconds: number | undefined = undefined;

  close(): void {
    this.isReusable = false;
    this.isClosed = true;
  }
}

describe('a stack of connections', () => {
  let opened: FakeConnection[];
  let stack: ConnectionStack;
  let now: number;
  const take = (): FakeConnection => stack.take(now) as unknown as FakeConnection;
  const give = (connection: FakeConnection): void => stack.give(connection as unknown as UpstreamConnection, now);

  beforeEach(() => {
    opened = [];
    now = 1_000_000;
    stack = new ConnectionStack(() => {
      const connection = new FakeConnection();
      opened.push(connection);
      return connection as unknown as UpstreamConnection;
    });
  });

  it('opens one for every call that runs at the same time, and takes the one used last first', () => {
    const [a, b] = [take(), take()];
    expect(opened).toHaveLength(2);
    give(b);
    give(a);
    expect(take()).toBe(a);
    expect(take()).toBe(b);
    expect(take()).toBe(opened[2]);
  });

  it('closes one that is given back unfit', () => {
    const connection = take();
    connection.isReusable = false;
    give(connection);
    expect(connection.isClosed).toBe(true);
    expect(take()).not.toBe(connection);
  });

  it('passes over one that became unfit while idle', () => {
    const [a, b] = [take(), take()];
    give(a);
    give(b);
    b.isReusable = false;
    expect(take()).toBe(a);
    expect(b.isClosed).toBe(true);
  });

  it.each([
    [undefined, 54_999, 55_000],
    [5, 3_999, 4_000],
    [120, 118_999, 119_000],
    [86_400, 598_999, 599_000],
  ])('keeps one whose server says %s s for %i ms and not for %i', (seconds, kept, gone) => {
    for (const [idleMs, isTaken] of [
      [kept, true],
      [gone, false],
    ] as const) {
      const connection = take();
      connection.keepAliveSeconds = seconds;
      give(connection);
      now += idleMs;
      expect(take() === connection).toBe(isTaken);
      expect(connection.isClosed).toBe(!isTaken);
    }
  });

  it.each([0, 1])('never keeps one whose server says %i s', (seconds) => {
    const connection = take();
    connection.keepAliveSeconds = seconds;
    give(connection);
    expect(take()).not.toBe(connection);
  });

  it('closes what is out of date or unfit when it is pruned, and nothing else', () => {
    const [old, unfit, fresh] = [take(), take(), take()];
    old.keepAliveSeconds = 5;
    for (const connection of [old, unfit, fresh]) give(connection);
    unfit.isReusable = false;
    now += 10_000;
    stack.prune(now);
    expect([old, unfit, fresh].map((connection) => connection.isClosed)).toEqual([true, true, false]);
    expect(take()).toBe(fresh);
    expect(take()).toBe(opened[3]);
  });

  it('closes the idle ones when it is destroyed, and the running ones when they are given back', () => {
    const [idle, running] = [take(), take()];
    give(idle);
    stack.destroy();
    expect([idle.isClosed, running.isClosed]).toEqual([true, false]);
    give(running);
    expect(running.isClosed).toBe(true);
  });
});
