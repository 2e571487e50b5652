import { Logger } from '@nestjs/common';
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

describe('settlements that the database refuses (faked: time and the database)', () => {
  let queue: SettlementQueue;
  let isAway: boolean;
  let refuses: Set<string>;
  let written: string[];
  let refusesRows: Set<string>;
  let writtenRows: Set<string>;
  let told: string[];
  const minutes = (count: number) => jest.advanceTimersByTimeAsync(count * 60_000);
  const failIf = (condition: boolean, text: string): Promise<void> =>
    condition ? Promise.reject(new Error(text)) : Promise.resolve();

  beforeEach(() => {
    jest.useFakeTimers();
    isAway = false;
    refuses = new Set();
    written = [];
    refusesRows = new Set();
    writtenRows = new Set();
    told = [];
    jest.spyOn(Logger.prototype, 'error').mockImplementation((text: string) => void told.push(text));
    jest.spyOn(Logger.prototype, 'warn').mockImplementation(() => undefined);
    const store: SettlementStore = {
      writeGroup: async ({ ledger }) => {
        await failIf(isAway, 'away');
        await failIf(
          ledger.some(({ requestId }) => refuses.has(requestId)),
          'out of range',
        );
        written.push(...ledger.map(({ requestId }) => requestId));
      },
      writeLogs: async (rows) => {
        await failIf(isAway, 'away');
        await failIf(
          rows.some((row) => refusesRows.has(row)),
          'no such character',
        );
        for (const row of rows) writtenRows.add(row);
      },
      isDuplicate: () => false,
    };
    const recovery = {
      withoutWritten: async (settlements: Settlement[]) => {
        await failIf(isAway, 'away');
        return settlements.filter(({ requestId }) => !written.includes(requestId));
      },
      probe: () => failIf(isAway, 'away'),
    } as unknown as SettlementRecovery;
    const config = { batchUpdate: { enabled: false, intervalSeconds: 5 } } as AppConfig;
    queue = new SettlementQueue(store, recovery, config);
  });

  afterEach(() => {
    jest.useRealTimers();
    jest.restoreAllMocks();
  });

  const add = (ids: readonly string[], fields: Partial<Settlement> = {}) => {
    const calledBack: string[] = [];
    for (const id of ids) queue.add({ ...settlement(id), ...fields }, () => void calledBack.push(id));
    return calledBack;
  };

  it('keep no other from being written, are told once, and are written when they are taken', async () => {
    refuses = new Set(['c', 'f']);
    const calledBack = add(['a', 'b', 'c', 'd', 'e', 'f', 'g']);
    await jest.advanceTimersByTimeAsync(5_000);
    expect(calledBack).toEqual(['a', 'b', 'd', 'e', 'g']);
    expect(written).toEqual(calledBack);
    const refusals = () => told.filter((text) => text.includes('refuses'));
    expect(refusals()).toEqual([expect.stringContaining('of call c '), expect.stringContaining('of call f ')]);
    await minutes(25);
    expect(refusals()).toHaveLength(2);
    refuses.delete('f');
    await minutes(10);
    expect(calledBack).toEqual(['a', 'b', 'd', 'e', 'g', 'f']);
    refuses.clear();
    await minutes(10);
    expect(calledBack.at(-1)).toBe('c');
    expect(new Set(written).size).toBe(written.length);
    expect(queue.isEmpty).toBe(true);
  });

  it('delay those that come later by a tenth of a second at most', async () => {
    refuses = new Set(['x', 'y']);
    add(['x']);
    await jest.advanceTimersByTimeAsync(5_000);
    const calledBack = add(['a', 'y', 'b']);
    await jest.advanceTimersByTimeAsync(100);
    expect(calledBack).toEqual(['a', 'b']);
  });

  it('are not found in a database that is away: all wait, in their order', async () => {
    refuses = new Set(['b']);
    isAway = true;
    const calledBack = add(['a', 'b', 'c']);
    await minutes(1);
    expect(calledBack).toEqual([]);
    expect(told.filter((text) => text.includes('refuses'))).toEqual([]);
    isAway = false;
    await minutes(1);
    expect(calledBack).toEqual(['a', 'c']);
  });

  it('leave no row out because the database went away between the money and the rows', async () => {
    refuses = new Set(['b']);
    refusesRows = new Set(['["c"]']);
    const calledBack = add(['a', 'b', 'c']);
    const push = jest.spyOn(written, 'push').mockImplementation((...ids: string[]) => {
      isAway = ids.includes('c');
      return Array.prototype.push.apply(written, ids);
    });
    await jest.advanceTimersByTimeAsync(30_000);
    expect([[...written], calledBack, [...writtenRows]]).toEqual([['a', 'c'], [], []]);
    push.mockRestore();
    isAway = false;
    await jest.advanceTimersByTimeAsync(30_000);
    expect([calledBack, [...writtenRows]]).toEqual([['a', 'c'], ['["a"]']]);
    expect(told.filter((text) => text.includes('left out'))).toEqual([expect.stringContaining('["c"]')]);
  });

  it('may be what no statement can be made of', async () => {
    const broken = add(['broken'], { amount: 'much' });
    const calledBack = add(['a']);
    await jest.advanceTimersByTimeAsync(5_000);
    expect([broken, calledBack]).toEqual([[], ['a']]);
  });

  it('count as waiting, and hold up no end', async () => {
    refuses = new Set(['0']);
    add(['0']);
    await jest.advanceTimersByTimeAsync(5_000);
    expect(queue.isEmpty).toBe(false);
    isAway = true;
    add(Array.from({ length: 99_999 }, (_, i) => `${i + 1}`));
    expect(queue.isOverloaded).toBe(false);
    add(['last']);
    expect(queue.isOverloaded).toBe(true);
    isAway = false;
    await minutes(1);
    expect(queue.isOverloaded).toBe(false);
    refuses.add('next');
    add(['next']);
    await queue.stop();
    expect(queue.isEmpty).toBe(false);
    expect(jest.getTimerCount()).toBe(0);
  });
});
