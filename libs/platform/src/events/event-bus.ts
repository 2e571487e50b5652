import type { DomainEvents } from '@app/kernel';

export type EventName = keyof DomainEvents;
export type EventHandler<K extends EventName> = (payload: DomainEvents[K]) => void | Promise<void>;

/**
 * Delivers domain events to this process at once and, with Redis, to the other nodes. A handler that fails is logged
 * and disturbs nobody else. Delivery across nodes is best effort: SYNC_FREQUENCY bounds how stale a node can get.
 */
export abstract class EventBus {
  abstract publish<K extends EventName>(name: K, payload: DomainEvents[K]): void;
  /** Returns the function that ends the subscription. */
  abstract subscribe<K extends EventName>(name: K, handler: EventHandler<K>): () => void;
}
