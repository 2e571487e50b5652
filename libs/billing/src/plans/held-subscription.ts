import type { PlanSubscriptionEntity } from '../persistence/plan-subscription.entity';
import type { PlanUsageEntity } from '../persistence/plan-usage.entity';
import { readTerms, type PlanTerms } from './domain/plan-terms';
import { WindowCounter } from './window-counter';

/** A subscription with its windows, in memory. */
export class HeldSubscription {
  readonly id: number;
  readonly userId: number;
  readonly startsAt: number;
  readonly endsAt: number;
  readonly terms: PlanTerms;
  readonly counters: readonly WindowCounter[];

  constructor({ id, userId, startsAt, endsAt, terms }: PlanSubscriptionEntity) {
    this.id = id;
    this.userId = userId;
    this.startsAt = startsAt;
    this.endsAt = endsAt;
    this.terms = readTerms(terms);
    this.counters = this.terms.windows.map((window) => new WindowCounter(window, { startsAt, endsAt }));
  }

  /** `stored`: its periods that are not over. */
  apply(stored: readonly PlanUsageEntity[], now: number): void {
    for (const counter of this.counters) {
      counter.apply(
        stored.filter(({ windowKey }) => windowKey === counter.window.key),
        now,
      );
    }
  }
}
