import type { CallFigures } from './domain/covered-share';
import { neededRoom } from './domain/needed-room';
import type { WindowMetric } from './domain/plan-terms';
import type { HeldSubscription } from './held-subscription';

/** Unix seconds at which a plan has room for a call, and what is full until then. Infinity = never in this subscription. */
export interface RoomAgain {
  plan: string;
  metric: WindowMetric;
  at: number;
}

/** When the last of the windows that are too full now has room for the call. Some window has to be. */
export function waitForRoom(subscription: HeldSubscription, figures: CallFigures, now: number): RoomAgain {
  const { terms, endsAt, counters } = subscription;
  const waits = counters.flatMap((counter): RoomAgain[] => {
    const { metric, limit } = counter.window;
    const period = counter.at(now);
    const needed = neededRoom(metric, figures);
    if (counter.room(period) >= needed) return [];
    const found = { plan: terms.name, metric };
    if (needed > limit) return [{ ...found, at: Infinity }];
    // What running calls hold may come back at any time.
    if (limit - period.used >= needed) return [{ ...found, at: now + 1 }];
    return [{ ...found, at: period.endsAt < endsAt ? period.endsAt : Infinity }];
  });
  return waits.reduce((latest, wait) => (wait.at > latest.at ? wait : latest));
}
