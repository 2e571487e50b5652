import type { AppConfig } from '@app/platform';
import type { SettlementStore } from '../persistence/settlement/settlement-store';
import type { Settlement } from './settlement';
import { SettlementQueue } from './settlement-queue';
import type { SettlementRecovery } from './settlement-recovery';

const settlement = (requestId: string): Settlement => ({
  requestId,
  userId: 1,
  tokenId: 0,
  isTokenLimited: false,
  channelId: 1,
  amount: '1',
  atSeconds: 0,
  log: JSON.stringify([requestId]),
});

describe('the settlement queue (faked: time and the database)', () => {
  let queue: SettlementQueue;
  /** When groups were written, since the first settlement, and how many rows each had. */
  let groups: { atMs: number; rows: number }[];
  let startMs: number;
  const open = (batchUpdate: AppConfig['batchUpdate']): SettlementQueue =>
    new SettlementQueue(
      {
        writeGroup: ({ logs }: { logs: string[] }) => {
          groups.push({ atMs: performance.now() - startMs, rows: logs.length });
          return Promise.resolve();
        },
      } as unknown as SettlementStore,
      {} as SettlementRecovery,
      { batchUpdate } as AppConfig,
    );
  const add = (count = 1): void => {
    for (let i = 0; i < count; i++) queue.add(settlement(`${i}`), () => undefined);
  };

  beforeEach(async () => {
    jest.useFakeTimers();
    groups = [];
    queue = open({ enabled: false, intervalSeconds: 5 });
    await jest.advanceTimersByTimeAsync(1_000);
    startMs = performance.now();
  });

  afterEach(() => jest.useRealTimers());

  it('writes a row that comes after a quiet time within 5 ms, with whatever has come meanwhile', async () => {
    add();
    await jest.advanceTimersByTimeAsync(4);
    add();
    expect(groups).toEqual([]);
    await jest.advanceTimersByTimeAsync(1);
    expect(groups).toEqual([{ atMs: 5, rows: 2 }]);
  });

  it('leaves 25 ms between groups under load, and loses no row', async () => {
    for (let i = 0; i < 100; i++) {
      add(2);
      await jest.advanceTimersByTimeAsync(1);
    }
    await jest.advanceTimersByTimeAsync(50);
    expect(groups.map(({ atMs }) => atMs)).toEqual([5, 30, 55, 80, 105]);
    expect(groups.reduce((sum, { rows }) => sum + rows, 0)).toBe(200);
  });

  it('waits no more than 5 ms again as soon as 25 ms were quiet', async () => {
    add();
    await jest.advanceTimersByTimeAsync(5);
    await jest.advanceTimersByTimeAsync(22);
    add();
    await jest.advanceTimersByTimeAsync(100);
    expect(groups.map(({ atMs }) => atMs)).toEqual([5, 32]);
  });

  it('writes 500 rows without waiting for anything', async () => {
    add();
    await jest.advanceTimersByTimeAsync(5);
    add(1_200);
    await jest.advanceTimersByTimeAsync(0);
    expect(groups).toEqual([
      { atMs: 5, rows: 1 },
      { atMs: 5, rows: 500 },
      { atMs: 5, rows: 500 },
    ]);
    await jest.advanceTimersByTimeAsync(25);
    expect(groups[3]).toEqual({ atMs: 30, rows: 200 });
  });

  it('stretches the groups to the interval of BATCH_UPDATE_ENABLED', async () => {
    queue = open({ enabled: true, intervalSeconds: 5 });
    add();
    await jest.advanceTimersByTimeAsync(4_999);
    expect(groups).toEqual([]);
    await jest.advanceTimersByTimeAsync(1);
    expect(groups).toEqual([{ atMs: 5_000, rows: 1 }]);
  });

  it('writes at once what is waiting when it is drained', async () => {
    add(3);
    await queue.drain();
    expect(groups).toEqual([{ atMs: 0, rows: 3 }]);
    await jest.advanceTimersByTimeAsync(100);
    expect(groups).toHaveLength(1);
  });
});
