import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import { Clock, SlotList, type Slotted } from '@app/kernel';

export interface WatchedCall extends Slotted {
  onTick(now: number): void;
}

const TICK_MS = 1_000;

/** One timer for all running calls: heartbeats and deadlines need no better resolution than a second. */
@Injectable()
export class CallWatch implements OnModuleDestroy {
  /** Coarse time for stamping every read without asking the system. */
  now: number;
  private readonly calls = new SlotList<WatchedCall>();
  private readonly timer: NodeJS.Timeout;
  private readonly tickListeners: ((now: number) => void)[] = [];
  private onEmpty: (() => void) | undefined;

  constructor(private readonly clock: Clock) {
    this.now = clock.now();
    this.timer = setInterval(() => this.tick(), TICK_MS);
    this.timer.unref();
  }

  add(call: WatchedCall): void {
    this.calls.add(call);
  }

  remove(call: WatchedCall): void {
    this.calls.remove(call);
    if (this.calls.size === 0) this.onEmpty?.();
  }

  get size(): number {
    return this.calls.size;
  }

  get running(): readonly WatchedCall[] {
    return this.calls.toArray();
  }

  onEachTick(listener: (now: number) => void): void {
    this.tickListeners.push(listener);
  }

  /** Resolves when no call is running, or after the time. */
  async whenIdle(timeoutMs: number): Promise<void> {
    if (this.calls.size === 0) return;
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, timeoutMs);
      this.onEmpty = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  tick(): void {
    this.now = this.clock.now();
    for (const call of this.calls.toArray()) call.onTick(this.now);
    for (const listener of this.tickListeners) listener(this.now);
  }

  onModuleDestroy(): void {
    clearInterval(this.timer);
  }
}
