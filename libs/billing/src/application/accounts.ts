import { Injectable } from '@nestjs/common';
import { AppConfig, MainDataSource } from '@app/platform';
import type { Money } from '@app/kernel';
import type { AccountKind } from '../domain/account-kind';
import { Batches } from './batches';
import { emptySlice, type Slice } from './leases/slice';
import { SettlementQueue } from './settlement-queue';
import { WalletHolds, type OwnedWallets } from './wallet-holds';

/** Money of one user or one token as this process knows it. */
export interface Account {
  /** What the database holds less what is on its way there. */
  balance: Money;
  /** Held back for calls that are running. */
  reserved: Money;
  /** Charged, but not in the database yet; part of what a re-read has to leave out. */
  unwritten: Money;
  /** What this node may spend of it; undefined = all of it (WALLET_MODE=owned). */
  slice: Slice | undefined;
  /** Changes made elsewhere that this process heard of, and how many of them `balance` has for certain. */
  heard: number;
  seen: number;
}

/**
 * Balances of users and allowances of limited tokens in memory. Reading and reserving are synchronous; the database
 * catches up in groups. A re-read runs while no group is being written, so `stored - unwritten` is exact.
 */
@Injectable()
export class Accounts implements OwnedWallets {
  private readonly loaded: Record<AccountKind, Map<number, Account>> = { users: new Map(), tokens: new Map() };
  private readonly loading = new Map<string, Promise<Account>>();
  private readonly reads: Record<AccountKind, Batches<number, void>>;
  /** By user, what movements on their way take; part of what is reserved. */
  private readonly withheld = new Map<number, Money>();

  constructor(
    private readonly main: MainDataSource,
    private readonly queue: SettlementQueue,
    private readonly config: AppConfig,
    holds: WalletHolds,
  ) {
    if (config.walletMode !== 'leased') holds.attach(this);
    this.reads = { users: this.readsOf('users'), tokens: this.readsOf('tokens') };
  }

  /** As far as its balance counts; undefined = it has to be loaded. */
  user(userId: number): Account | undefined {
    return current(this.loaded.users.get(userId));
  }

  token(tokenId: number): Account | undefined {
    return current(this.loaded.tokens.get(tokenId));
  }

  /** Also while a change of it is not read yet. */
  known(kind: AccountKind, id: number): Account | undefined {
    return this.loaded[kind].get(id);
  }

  /** All that hold a slice, or may. */
  *borrowing(): Iterable<{ kind: AccountKind; ownerId: number; account: Account }> {
    for (const kind of ['users', 'tokens'] as const) {
      for (const [ownerId, account] of this.loaded[kind]) {
        const { slice } = account;
        if (slice !== undefined && (slice.lent > 0n || slice.uncovered > 0n || slice.isUnsure))
          yield { kind, ownerId, account };
      }
    }
  }

  spokenFor(userId: number): Money {
    const account = this.loaded.users.get(userId);
    return account === undefined ? 0n : account.reserved - this.withheldOf(userId) + account.unwritten;
  }

  withhold(userId: number, amount: Money): void {
    const sum = this.withheldOf(userId) + amount;
    if (sum === 0n) this.withheld.delete(userId);
    else this.withheld.set(userId, sum);
    const account = this.loaded.users.get(userId);
    if (account !== undefined) account.reserved += amount;
  }

  async release(userId: number, amount: Money): Promise<void> {
    try {
      await this.reload('users', userId);
    } catch {
      // Too little until the next time it is read, rather than too much.
      const account = this.loaded.users.get(userId);
      if (account !== undefined) account.balance -= amount;
    } finally {
      this.withhold(userId, -amount);
    }
  }

  drain(): Promise<void> {
    return this.queue.drain();
  }

  private withheldOf(userId: number): Money {
    return this.withheld.get(userId) ?? 0n;
  }

  /** Brings the account into memory; one look-up however many ask. */
  load(kind: AccountKind, id: number): Promise<Account> {
    const key = `${kind}:${id}`;
    let promise = this.loading.get(key);
    if (promise === undefined) {
      promise = this.reads[kind]
        .do(id)
        .then(() => this.loaded[kind].get(id)!)
        .finally(() => this.loading.delete(key));
      this.loading.set(key, promise);
    }
    return promise;
  }

  /**
   * After a change made elsewhere, or one that may have been made; an account nobody uses here stays out of memory. Until it is read
   * no call is reserved by the balance from before: should the database be away, the next call tries again.
   */
  async reload(kind: AccountKind, id: number): Promise<void> {
    const account = this.loaded[kind].get(id);
    if (account !== undefined) account.heard += 1;
    if (account !== undefined || this.loading.has(`${kind}:${id}`)) await this.reads[kind].do(id);
  }

  /** Re-reads everything in memory: what other nodes charged shows up here. */
  async refresh(): Promise<void> {
    for (const kind of ['users', 'tokens'] as const) {
      const ids = [...this.loaded[kind].keys()];
      for (let i = 0; i < ids.length; i += 500) await this.read(kind, ids.slice(i, i + 500));
    }
  }

  private readsOf(kind: AccountKind): Batches<number, void> {
    return new Batches<number, void>(async (ids) => {
      await this.read(kind, ids);
      return [];
    });
  }

  private read(kind: AccountKind, ids: readonly number[]): Promise<void> {
    const column = kind === 'users' ? 'balance' : 'remain';
    return this.queue.exclusive(async () => {
      const heard = new Map(ids.map((id) => [id, this.loaded[kind].get(id)?.heard ?? 0]));
      const rows: { id: number; amount: string | number | bigint }[] = await this.main.dataSource.manager
        .createQueryBuilder()
        .select('t.id', 'id')
        .addSelect(`t.${column}`, 'amount')
        .from(kind, 't')
        .where('t.id IN (:...ids)', { ids })
        .getRawMany();
      const stored = new Map(rows.map((row) => [Number(row.id), BigInt(row.amount)]));
      for (const id of ids) this.apply(kind, id, stored.get(id) ?? 0n, heard.get(id)!);
    });
  }

  private apply(kind: AccountKind, id: number, stored: Money, seen: number): void {
    const account = this.loaded[kind].get(id);
    if (account !== undefined) {
      account.balance = stored - account.unwritten;
      account.seen = seen;
    } else {
      const slice = this.config.walletMode === 'leased' ? emptySlice() : undefined;
      const reserved = kind === 'users' ? this.withheldOf(id) : 0n;
      this.loaded[kind].set(id, { balance: stored, reserved, unwritten: 0n, slice, heard: 0, seen: 0 });
    }
  }
}

function current(account: Account | undefined): Account | undefined {
  return account === undefined || account.heard !== account.seen ? undefined : account;
}
