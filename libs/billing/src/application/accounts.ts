import { Injectable } from '@nestjs/common';
import { MainDataSource } from '@app/platform';
import type { Money } from '@app/kernel';
import { SettlementQueue } from './settlement-queue';

/** Money of one user or one token as this process knows it. */
export interface Account {
  /** What the database holds less what is on its way there. */
  balance: Money;
  /** Held back for calls that are running. */
  reserved: Money;
  /** Charged, but not in the database yet; part of what a re-read has to leave out. */
  unwritten: Money;
}

type Kind = 'users' | 'tokens';

/**
 * Balances of users and allowances of limited tokens in memory. Reading and reserving are synchronous; the database
 * catches up in groups. A re-read runs while no group is being written, so `stored - unwritten` is exact.
 */
@Injectable()
export class Accounts {
  private readonly loaded: Record<Kind, Map<number, Account>> = { users: new Map(), tokens: new Map() };
  private readonly loading = new Map<string, Promise<Account>>();

  constructor(
    private readonly main: MainDataSource,
    private readonly queue: SettlementQueue,
  ) {}

  user(userId: number): Account | undefined {
    return this.loaded.users.get(userId);
  }

  token(tokenId: number): Account | undefined {
    return this.loaded.tokens.get(tokenId);
  }

  /** Brings the account into memory; one look-up however many ask. */
  load(kind: Kind, id: number): Promise<Account> {
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
  async reload(kind: Kind, id: number): Promise<void> {
    if (this.loaded[kind].has(id) || this.loading.has(`${kind}:${id}`)) await this.read(kind, [id]);
  }

  /** Re-reads everything in memory: what other nodes charged shows up here. */
  async refresh(): Promise<void> {
    for (const kind of ['users', 'tokens'] as const) {
      const ids = [...this.loaded[kind].keys()];
      for (let i = 0; i < ids.length; i += 500) await this.read(kind, ids.slice(i, i + 500));
    }
  }

  private read(kind: Kind, ids: number[]): Promise<void> {
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
    });
  }

  private apply(kind: Kind, id: number, stored: Money): void {
    const account = this.loaded[kind].get(id);
    if (account === undefined) this.loaded[kind].set(id, { balance: stored, reserved: 0n, unwritten: 0n });
    else account.balance = stored - account.unwritten;
  }
}
