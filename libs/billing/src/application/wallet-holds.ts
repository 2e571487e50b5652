import { Injectable } from '@nestjs/common';
import type { Money } from '@app/kernel';

/** What a process that owns all wallets knows of them and the database does not. */
export interface OwnedWallets {
  /** Of the user's balance in the database: what calls hold, and what is charged and not written yet. */
  spokenFor(userId: number): Money;
  /** Before a movement takes the amount from the database: from now on no call counts on it. */
  withhold(userId: number, amount: Money): void;
  /** When that movement is over, whatever came of it; holds on to the amount until the balance has been read again. */
  release(userId: number, amount: Money): Promise<void>;
  /** Resolves when what is charged now is written. */
  drain(): Promise<void>;
}

/**
 * Stands between movements and calls, which know of each other's money only here. Where nothing is attached (WALLET_MODE=leased,
 * a process without calls) there is nothing to know: slices are in the database.
 */
@Injectable()
export class WalletHolds {
  private owned: OwnedWallets | undefined;

  attach(owned: OwnedWallets): void {
    this.owned = owned;
  }

  spokenFor(userId: number): Money {
    return this.owned?.spokenFor(userId) ?? 0n;
  }

  withhold(userId: number, amount: Money): void {
    this.owned?.withhold(userId, amount);
  }

  async release(userId: number, amount: Money): Promise<void> {
    await this.owned?.release(userId, amount);
  }

  async drain(): Promise<void> {
    await this.owned?.drain();
  }
}
