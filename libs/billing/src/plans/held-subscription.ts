import type { PlanSubscriptionEntity } from '../persistence/plan-subscription.entity';
import type { PlanUsageEntity } from '../persistence/plan-usage.entity';
import { readTerms, type PlanTerms } from './domain/plan-terms';
import { WindowCounter, type SliceOwner } from './window-counter';

/** A subscription with its windows, in memory. */
export class HeldSubscription {
  readonly id: number;
  readonly userId: number;
  readonly startsAt: number;
  readonly endsAt: number;
  readonly terms: PlanTerms;
  readonly counters: readonly WindowCounter[];
  /** When a call last held anything of it, by `performance.now()`. */
  heldAtMs = -Infinity;
  /** When this node last handed back what it had lent itself of it. */
  returnedAtMs = -Infinity;

  constructor({ id, userId, startsAt, endsAt, terms }: PlanSubscriptionEntity, owner?: SliceOwner) {
    this.id = id;
    this.userId = userId;
    this.startsAt = startsAt;
    this.endsAt = endsAt;
    this.terms = readTerms(terms);
    this.counters = this.terms.windows.map((window) => new WindowCounter(window, { startsAt, endsAt }, owner));
  }

  /** `stored`: periods of windows, also those of other subscriptions. */
  apply(stored: readonly PlanUsageEntity[], now: number): void {
    const own = stored.filter(({ subscriptionId }) => subscriptionId === this.id);
    for (const counter of this.counters) {
      counter.apply(
        own.filter(({ windowKey }) => windowKey === counter.window.key),
        now,
      );
    }
  }
}
