import { Injectable } from '@nestjs/common';
import { AppConfig, MainDataSource } from '@app/platform';
import type { Money } from '@app/kernel';
import type { AccountKind } from '../domain/account-kind';
import { LeaseRepository } from '../persistence/lease.repository';
import { NodeIdentity } from './leases/node-identity';
import { emptySlice, type Slice } from './leases/slice';
import { SettlementQueue } from './settlement-queue';
import { WalletHolds, type OwnedWallets } from './wallet-holds';

/** Money of one user or one token as this process knows it. */
export interface Account {
  /** What the database holds less what is on its way there. */
  balance: Money;
  /** Held back for calls that are running, and for movements on their way. */
  reserved: Money;
  /** Charged, but not in the database yet; part of what a re-read has to leave out. */
  unwritten: Money;
  /** What this node may spend of it; undefined = all of it (WALLET_MODE=owned). */
  slice: Slice | undefined;
}

/**
 * Balances of users and allowances of limited tokens in memory. Reading and reserving are synchronous; the database
 * catches up in groups. A re-read runs while no group is being written, so `stored - unwritten` is exact.
 */
@Injectable()
export class Accounts implements OwnedWallets {
  private readonly loaded: Record<AccountKind, Map<number, Account>> = { users: new Map(), tokens: new Map() };
  private readonly loading = new Map<string, Promise<Account>>();
  /** By user, what movements on their way take; part of what is reserved. */
  private readonly withheld = new Map<number, Money>();

  constructor(
    private readonly main: MainDataSource,
    private readonly queue: SettlementQueue,
    private readonly leases: LeaseRepository,
    private readonly identity: NodeIdentity,
    private readonly config: AppConfig,
    holds: WalletHolds,
  ) {
    if (!this.isLeased) holds.attach(this);
  }

  user(userId: number): Account | undefined {
    return this.loaded.users.get(userId);
  }

  token(tokenId: number): Account | undefined {
    return this.loaded.tokens.get(tokenId);
  }

  /** All that hold a slice. */
  *borrowing(): Iterable<{ kind: AccountKind; ownerId: number; account: Account }> {
    for (const kind of ['users', 'tokens'] as const) {
      for (const [ownerId, account] of this.loaded[kind]) {
        if (account.slice !== undefined && account.slice.lent > 0n) yield { kind, ownerId, account };
      }
    }
  }

  spokenFor(userId: number): Money {
    const account = this.user(userId);
    return account === undefined ? 0n : account.reserved - this.withheldOf(userId) + account.unwritten;
  }

  withhold(userId: number, amount: Money): void {
    const sum = this.withheldOf(userId) + amount;
    if (sum === 0n) this.withheld.delete(userId);
    else this.withheld.set(userId, sum);
    const account = this.user(userId);
    if (account !== undefined) account.reserved += amount;
  }

  async release(userId: number, amount: Money): Promise<void> {
    try {
      await this.reload('users', userId);
    } catch {
      // Too little until the next time it is read, rather than too much.
      const account = this.user(userId);
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
      promise = this.read(kind, [id])
        .then(() => this.loaded[kind].get(id)!)
        .finally(() => this.loading.delete(key));
      this.loading.set(key, promise);
    }
    return promise;
  }

  /** After a change made elsewhere; an account nobody uses here stays out of memory. */
  async reload(kind: AccountKind, id: number): Promise<void> {
    if (this.loaded[kind].has(id) || this.loading.has(`${kind}:${id}`)) await this.read(kind, [id]);
  }

  /** Re-reads everything in memory: what other nodes charged shows up here. */
  async refresh(): Promise<void> {
    for (const kind of ['users', 'tokens'] as const) {
      const ids = [...this.loaded[kind].keys()];
      for (let i = 0; i < ids.length; i += 500) await this.read(kind, ids.slice(i, i + 500));
    }
  }

  private read(kind: AccountKind, ids: number[]): Promise<void> {
    const column = kind === 'users' ? 'balance' : 'remain';
    return this.queue.exclusive(async () => {
      const rows: { id: number; amount: string | number | bigint }[] = await this.main.dataSource.manager
        .createQueryBuilder()
        .select('t.id', 'id')
        .addSelect(`t.${column}`, 'amount')
        .from(kind, 't')
        .where('t.id IN (:...ids)', { ids })
        .getRawMany();
      const stored = new Map(rows.map((row) => [Number(row.id), BigInt(row.amount)]));
      for (const id of ids) this.apply(kind, id, stored.get(id) ?? 0n);
      if (this.isLeased) await this.readSlices(kind, ids);
    });
  }

  private async readSlices(kind: AccountKind, ids: number[]): Promise<void> {
    const lent = await this.leases.amounts(kind, ids, this.identity.id);
    for (const id of ids) this.loaded[kind].get(id)!.slice!.lent = lent.get(id) ?? 0n;
  }

  private apply(kind: AccountKind, id: number, stored: Money): void {
    const account = this.loaded[kind].get(id);
    if (account !== undefined) account.balance = stored - account.unwritten;
    else {
      const slice = this.isLeased ? emptySlice() : undefined;
      const reserved = kind === 'users' ? this.withheldOf(id) : 0n;
      this.loaded[kind].set(id, { balance: stored, reserved, unwritten: 0n, slice });
    }
  }

  private get isLeased(): boolean {
    return this.config.walletMode === 'leased';
  }
}
