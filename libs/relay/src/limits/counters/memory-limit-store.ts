import type { Clock } from '@app/kernel';
import { LimitStore, type Correction, type Level, type Take, type TakeOutcome } from './limit-store';
import { SlotCounter, type CounterRecord } from './slot-counter';

const LEAST_SWEEP_SIZE = 1_000;
const LONG_SLOT_MS = 60_000;
const EMPTY: CounterRecord = { slotMs: 0, endsAtMs: 0, slots: [] };
/** Nobody knows when a running call ends. */
const PLACE_WAIT_MS = 1_000;

/**
 * Counters of one process. They take the room of what counts now, twice at most: counters that ran empty are removed whenever
 * the number of all has doubled.
 */
export class MemoryLimitStore extends LimitStore {
  private readonly counters = new Map<string, SlotCounter>();
  private readonly places = new Map<string, Set<string>>();
  private nextSweepSize = LEAST_SWEEP_SIZE;

  constructor(private readonly clock: Clock) {
    super();
  }

  /** Counters that are held now. */
  get size(): number {
    return this.counters.size + this.places.size;
  }

  /** Counters whose windows are so long that a restart must not forget them: those with slots of a minute and more. */
  longCounters(): [string, CounterRecord][] {
    const nowMs = this.clock.now();
    return [...this.counters]
      .map(([key, counter]): [string, CounterRecord] => [key, counter.isEmpty(nowMs) ? EMPTY : counter.record()])
      .filter(([, { slotMs, slots }]) => slots.length > 0 && (slotMs === 0 || slotMs >= LONG_SLOT_MS));
  }

  /** Before the first call. */
  restore(counters: readonly [string, CounterRecord][]): void {
    for (const [key, record] of counters) this.counters.set(key, SlotCounter.from(record));
  }

  override take(callId: string, takes: readonly Take[]): TakeOutcome {
    const nowMs = this.clock.now();
    const levels = takes.map((take) => this.levelOf(take, nowMs));
    const ok = levels.every(({ waitMs }) => waitMs === 0);
    if (!ok) return { ok, atMs: nowMs, levels };
    takes.forEach((take, i) => {
      if (take.kind === 'place') this.occupy(take.key, callId);
      else this.counterOf(take).add(nowMs, take.amount);
      const level = levels[i]!;
      level.used += take.amount;
      if (take.kind === 'amount') level.resetMs = this.counterOf(take).resetMs(nowMs);
    });
    if (this.size > this.nextSweepSize) this.sweep(nowMs);
    return { ok, atMs: nowMs, levels };
  }

  override close(callId: string, atMs: number, corrections: readonly Correction[]): void {
    for (const { take, delta } of corrections) {
      if (take.kind === 'place') this.vacate(take.key, callId);
      else if (delta < 0n) this.counters.get(take.key)?.giveBack(atMs, -delta);
      else if (delta > 0n) this.counterOf(take).add(this.clock.now(), delta);
    }
  }

  private levelOf(take: Take, nowMs: number): Level {
    const isAbove = take.amount > take.limit;
    if (take.kind === 'place') {
      const used = BigInt(this.places.get(take.key)?.size ?? 0);
      const isFull = used + take.amount > take.limit;
      return { used, resetMs: 0, waitMs: isAbove ? Infinity : isFull ? PLACE_WAIT_MS : 0 };
    }
    const counter = this.counters.get(take.key);
    if (counter === undefined) return { used: 0n, resetMs: 0, waitMs: isAbove ? Infinity : 0 };
    const used = counter.used(nowMs);
    const needed = used + take.amount - take.limit;
    const waitMs = isAbove ? Infinity : needed > 0n ? Math.max(1, counter.waitMs(nowMs, needed)) : 0;
    return { used, resetMs: counter.resetMs(nowMs), waitMs };
  }

  private counterOf({ key, slotMs, endsAtMs }: Take): SlotCounter {
    let counter = this.counters.get(key);
    if (counter === undefined) this.counters.set(key, (counter = new SlotCounter(slotMs, endsAtMs)));
    return counter;
  }

  private occupy(key: string, callId: string): void {
    const taken = this.places.get(key);
    if (taken === undefined) this.places.set(key, new Set([callId]));
    else taken.add(callId);
  }

  private vacate(key: string, callId: string): void {
    const taken = this.places.get(key);
    taken?.delete(callId);
    if (taken?.size === 0) this.places.delete(key);
  }

  private sweep(nowMs: number): void {
    for (const [key, counter] of this.counters) if (counter.isEmpty(nowMs)) this.counters.delete(key);
    this.nextSweepSize = Math.max(LEAST_SWEEP_SIZE, this.size * 2);
  }
}
