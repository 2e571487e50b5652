import type { Take } from '../counters/limit-store';
import type { CallAmounts } from '../domain/take-of';
import type { BoundLimit } from '../domain/limit-index';

/** What a call has taken and has to close at its end. */
export interface LimitTicket {
  readonly callId: string;
  /** The store's time of the take. */
  readonly atMs: number;
  readonly limits: readonly BoundLimit[];
  /** In the order of the limits. */
  readonly takes: readonly Take[];
  readonly expected: CallAmounts;
}
