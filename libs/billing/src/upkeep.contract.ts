import type { Money } from '@app/kernel';

/** Recurring work of plans, for the scheduler. May run at any time and as often as one likes. */
export abstract class PlanUpkeep {
  /**
   * Closes subscriptions whose time is over and takes back the groups that they granted. Returns how many. One that fails stops no
   * other; it is logged, and this rejects at the end.
   */
  abstract endDue(signal: AbortSignal): Promise<number>;
}

/** Re-reads what other nodes may have changed. */
export abstract class BillingRefresh {
  abstract refresh(): Promise<void>;
}

/** A route (channel, model and group) whose calls brought less than they cost. */
export interface RouteLoss {
  channelId: number;
  /** As callers named it. */
  model: string;
  group: string;
  /** Calls whose cost is known; the sums are theirs. */
  calls: number;
  amount: Money;
  cost: Money;
}

/** Looks after what calls earn, for the scheduler. */
export abstract class MarginWatch {
  /** Routes that lost money in the last hour and that nobody was told of today (UTC); at most 50. */
  abstract untold(): Promise<RouteLoss[]>;
  abstract markTold(losses: readonly RouteLoss[]): Promise<void>;
}

/** What became of the fetch of one source of prices. */
export interface PriceSyncResult {
  source: string;
  /** Draft that offers what the source has otherwise; undefined = it has nothing new. */
  draftId: number | undefined;
  /** How many entries it offers. */
  offered: number;
  /** Code of why it could not be read; undefined = it could. */
  error: string | undefined;
}

/** Price lists from elsewhere, for the scheduler. */
export abstract class PriceSync {
  /** Fetches the sources whose time has come, each on one node. What they offer becomes drafts; nothing is ever published. */
  abstract syncDue(signal: AbortSignal): Promise<PriceSyncResult[]>;
}

/** Recurring work of payments, for the scheduler. May run at any time and as often as one likes. */
export abstract class PaymentUpkeep {
  /**
   * Asks providers about orders that wait for money and ends those whose time is over. Returns how many were looked at. One that
   * fails stops no other; it is logged, and this rejects at the end.
   */
  abstract queryPending(signal: AbortSignal): Promise<number>;
}
