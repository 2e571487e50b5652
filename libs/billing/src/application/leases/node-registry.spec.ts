import { Logger } from '@nestjs/common';
import type { AppConfig } from '@app/platform';
import type { NodeEntity, NodeState, WalletMode } from '../../persistence/node.entity';
import type { NodeRepository } from '../../persistence/node.repository';
import { NodeConflictError, NodeRegistry } from './node-registry';

/** The table of nodes; its clock is the fake one of the test. */
class FakeNodes {
  rows: NodeEntity[] = [];
  isAway = false;

  add(id: string, state: NodeState, walletMode: WalletMode, startedAt = now()): NodeEntity {
    const row: NodeEntity = {
      ...{ id, kind: 'gateway', state, walletMode, host: 'there', startedAt, heartbeatAt: now() },
    };
    this.rows.push(row);
    return row;
  }

  insert({ id, state, walletMode }: { id: string; state: NodeState; walletMode: WalletMode }): Promise<void> {
    this.add(id, state, walletMode);
    return Promise.resolve();
  }

  beat(id: string): Promise<boolean> {
    if (this.isAway) return Promise.reject(new Error('away'));
    const row = this.rows.find((node) => node.id === id);
    if (row !== undefined) row.heartbeatAt = now();
    return Promise.resolve(row !== undefined);
  }

  setState(id: string, state: NodeState): Promise<void> {
    const row = this.rows.find((node) => node.id === id);
    if (row !== undefined) row.state = state;
    return Promise.resolve();
  }

  remove(id: string): Promise<void> {
    this.rows = this.rows.filter((node) => node.id !== id);
    return Promise.resolve();
  }

  liveGateways(): Promise<NodeEntity[]> {
    return Promise.resolve(this.rows.filter((node) => node.heartbeatAt >= now() - 30).map((row) => ({ ...row })));
  }
}

const now = (): number => Math.floor(Date.now() / 1000);

describe('a node among others (fake: table, timers)', () => {
  let table: FakeNodes;
  let registry: NodeRegistry;

  // Its warnings are not what is looked at here.
  beforeAll(() => Logger.overrideLogger(false));

  beforeEach(() => {
    jest.useFakeTimers({ now: 1_800_000_000_000 });
    table = new FakeNodes();
    registry = registryOf('m', 'owned');
  });

  afterEach(() => jest.useRealTimers());

  function registryOf(id: string, walletMode: WalletMode): NodeRegistry {
    const config = { walletMode, relay: { shutdownGraceSeconds: 30 } } as AppConfig;
    return new NodeRegistry(table as unknown as NodeRepository, { id }, config);
  }

  /** Each second the others say that they live. */
  async function pass(seconds: number, ...alive: NodeEntity[]): Promise<void> {
    for (let i = 0; i < seconds; i++) {
      await jest.advanceTimersByTimeAsync(1_000);
      for (const node of alive) node.heartbeatAt = now();
    }
  }

  const outcomeOf = (joining: Promise<void>) => {
    const told = { outcome: 'waits' };
    joining.then(
      () => (told.outcome = 'serves'),
      (error) => (told.outcome = error instanceof NodeConflictError ? 'refused' : String(error)),
    );
    return told;
  };

  it('serves alone at once', async () => {
    await registry.join('gateway');
    expect(table.rows).toMatchObject([{ id: 'm', state: 'serving' }]);
    expect(registry.isRecognized).toBe(true);
  });

  it.each([
    ['owned', 'owned'],
    ['owned', 'leased'],
    ['leased', 'owned'],
  ] as const)('does not serve (%s) beside one that lives (%s), and leaves no row', async (mine, theirs) => {
    const other = table.add('a', 'serving', theirs);
    const told = outcomeOf(registryOf('m', mine).join('gateway'));
    await pass(3, other);
    expect(told.outcome).toBe('refused');
    expect(table.rows.map((row) => row.id)).toEqual(['a']);
  });

  it('serves beside others when all of them borrow, and counts them', async () => {
    table.add('a', 'serving', 'leased');
    const leased = registryOf('m', 'leased');
    await leased.join('gateway');
    expect(leased.liveCount).toBe(2);
  });

  it('waits for one that is ending', async () => {
    const other = table.add('a', 'ending', 'owned');
    const told = outcomeOf(registry.join('gateway'));
    await pass(20, other);
    expect(told.outcome).toBe('waits');
    await table.remove('a');
    await pass(1);
    expect(told.outcome).toBe('serves');
  });

  it('does not wait longer than its grace and 15 seconds', async () => {
    const other = table.add('a', 'ending', 'owned');
    const told = outcomeOf(registry.join('gateway'));
    await pass(47, other);
    expect(told.outcome).toBe('refused');
  });

  it('serves when the heartbeat of the other is old', async () => {
    table.add('a', 'serving', 'owned');
    const told = outcomeOf(registry.join('gateway'));
    await pass(29);
    expect(told.outcome).toBe('waits');
    await pass(3);
    expect(told.outcome).toBe('serves');
  });

  it('lets one of two serve that start at once', async () => {
    const first = outcomeOf(registry.join('gateway'));
    const second = outcomeOf(registryOf('n', 'owned').join('gateway'));
    await pass(5);
    expect([first.outcome, second.outcome].sort()).toEqual(['refused', 'serves']);
    expect(table.rows).toHaveLength(1);
  });

  it('spends nothing that it borrowed once it could not say for 20 seconds that it lives', async () => {
    await registry.join('gateway');
    table.isAway = true;
    await pass(14);
    expect(registry.isRecognized).toBe(true);
    await pass(10);
    expect(registry.isRecognized).toBe(false);
    table.isAway = false;
    await pass(6);
    expect(registry.isRecognized).toBe(true);
  });

  it('forgets its slices before it enters anew, when the others took it for dead', async () => {
    const seen: number[] = [];
    registry.whenLost(() => {
      seen.push(table.rows.length);
      return Promise.resolve();
    });
    await registry.join('gateway');
    await table.remove('m');
    await pass(6);
    expect(seen).toEqual([0]);
    expect(table.rows).toMatchObject([{ id: 'm', state: 'serving' }]);
  });

  describe('that was silent for longer than the others wait', () => {
    let lost: number;
    let wasDisplaced: boolean;

    beforeEach(async () => {
      lost = 0;
      registry.whenLost(() => {
        lost += 1;
        wasDisplaced = registry.isDisplaced;
        return Promise.resolve();
      });
      await registry.join('gateway');
      table.isAway = true;
      await pass(40);
      table.isAway = false;
    });

    it('goes on when nobody took its place, and reads anew, for one may have come and gone', async () => {
      await pass(6);
      expect([registry.isDisplaced, lost]).toEqual([false, 1]);
      await pass(30);
      expect(lost).toBe(1);
    });

    it('takes no calls while a successor lives, and reads anew when that has ended', async () => {
      const successor = table.add('b', 'serving', 'owned');
      await pass(6, successor);
      expect([registry.isDisplaced, lost]).toEqual([true, 0]);
      expect(table.rows.find((row) => row.id === 'm')).toMatchObject({ state: 'displaced' });
      await pass(30, successor);
      expect(registry.isDisplaced).toBe(true);
      await table.remove('b');
      await pass(6);
      expect([registry.isDisplaced, lost]).toEqual([false, 1]);
      // While it reads no call goes by what it knew.
      expect(wasDisplaced).toBe(true);
      expect(table.rows).toMatchObject([{ id: 'm', state: 'serving' }]);
    });

    it('lets the one go on that came last, when all of them were silent', async () => {
      const before = table.add('a', 'displaced', 'owned', now() - 100);
      const after = table.add('z', 'displaced', 'owned');
      await pass(6, before, after);
      expect(registry.isDisplaced).toBe(true);
      await table.remove('z');
      await pass(6, before);
      expect(registry.isDisplaced).toBe(false);
    });
  });
});
