import { AllowanceJournal, Clock, type AllowanceChange, type DomainEvents } from '@app/kernel';
import {
  EventBus,
  OptionStore,
  SecretBox,
  type EventHandler,
  type EventName,
  type OptionDefinition,
} from '@app/platform';

export class FixedClock extends Clock {
  constructor(public nowMs = 1_764_000_000_000) {
    super();
  }

  now(): number {
    return this.nowMs;
  }

  pass(seconds: number): void {
    this.nowMs += seconds * 1000;
  }
}

export class RecordingEventBus extends EventBus {
  readonly published: { name: EventName; payload: unknown }[] = [];
  private readonly handlers: { name: EventName; handler: (payload: never) => unknown }[] = [];

  publish<K extends EventName>(name: K, payload: DomainEvents[K]): void {
    this.published.push({ name, payload });
    for (const entry of this.handlers) if (entry.name === name) entry.handler(payload as never);
  }

  subscribe<K extends EventName>(name: K, handler: EventHandler<K>): () => void {
    this.handlers.push({ name, handler });
    return () => undefined;
  }

  payloadsOf(name: EventName): unknown[] {
    return this.published.filter((event) => event.name === name).map((event) => event.payload);
  }
}

/** Options in memory; `put` changes one without events. */
export class MemoryOptionStore extends OptionStore {
  keepElsewhere(): void {
    throw new Error('not needed here');
  }

  private readonly texts = new Map<string, string>();

  put(key: string, text: string): void {
    this.texts.set(key, text);
  }

  register(): void {}

  get<T>(definition: OptionDefinition<T>): T {
    return definition.parse(this.texts.get(definition.key) ?? definition.defaultText);
  }

  text(key: string): string | undefined {
    return this.texts.get(key);
  }

  list(): { key: string; value: string }[] {
    return [];
  }

  set(key: string, text: string): Promise<void> {
    this.put(key, text);
    return Promise.resolve();
  }

  reload(): Promise<void> {
    return Promise.resolve();
  }
}

export class ReversingSecretBox extends SecretBox {
  seal(plain: string): string {
    return `sealed:${[...plain].reverse().join('')}`;
  }

  isSealed(text: string): boolean {
    return text.startsWith('sealed:');
  }

  open(sealed: string): string {
    return [...sealed.slice('sealed:'.length)].reverse().join('');
  }
}

export class RecordingAllowanceJournal extends AllowanceJournal {
  readonly changes: AllowanceChange[] = [];

  record(change: AllowanceChange): Promise<void> {
    if (change.amount !== 0n) this.changes.push(change);
    return Promise.resolve();
  }

  sumOf(tokenId: number): bigint {
    return this.changes.reduce((sum, change) => (change.tokenId === tokenId ? sum + change.amount : sum), 0n);
  }
}
