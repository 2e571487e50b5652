import { Logger } from '@nestjs/common';
import type { DomainEvents } from '@app/kernel';
import { EventBus, type EventHandler, type EventName } from './event-bus';

type AnyHandler = (payload: unknown) => void | Promise<void>;

/** Delivers within this process, in order of subscription. */
export class LocalEventBus extends EventBus {
  private readonly logger = new Logger('EventBus');
  private readonly handlers = new Map<EventName, Set<AnyHandler>>();

  publish<K extends EventName>(name: K, payload: DomainEvents[K]): void {
    this.deliver(name, payload);
  }

  subscribe<K extends EventName>(name: K, handler: EventHandler<K>): () => void {
    const handlers = this.handlers.get(name) ?? new Set();
    this.handlers.set(name, handlers);
    // A wrapper of its own lets one function subscribe twice and end each subscription by itself.
    const entry: AnyHandler = (payload) => handler(payload as DomainEvents[K]);
    handlers.add(entry);
    return () => handlers.delete(entry);
  }

  protected deliver(name: EventName, payload: unknown): void {
    for (const handler of [...(this.handlers.get(name) ?? [])]) {
      try {
        const pending = handler(payload);
        if (pending instanceof Promise) pending.catch((error: unknown) => this.report(name, error));
      } catch (error) {
        this.report(name, error);
      }
    }
  }

  private report(name: EventName, error: unknown): void {
    this.logger.error(`a handler of ${name} failed`, error instanceof Error ? error.stack : String(error));
  }
}
