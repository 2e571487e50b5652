import { oldestSlot, slotEndsAt } from './limit-store';

interface Slot {
  index: number;
  amount: bigint;
}

/** A counter as JSON can hold it. */
export interface CounterRecord {
  slotMs: number;
  endsAtMs: number;
  /** Index and amount, oldest first. */
  slots: [number, string][];
}

/** Amounts of one counter by time, oldest first. `slotMs` 0 = one slot until `endsAtMs`. */
export class SlotCounter {
  private readonly slots: Slot[] = [];
  private total = 0n;

  constructor(
    private readonly slotMs: number,
    private readonly endsAtMs: number,
  ) {}

  used(nowMs: number): bigint {
    if (this.slotMs > 0) {
      this.bringBack(this.indexOf(nowMs));
      const oldest = oldestSlot(nowMs, this.slotMs);
      while (this.slots.length > 0 && this.slots[0]!.index < oldest) this.total -= this.slots.shift()!.amount;
    } else if (nowMs >= this.endsAtMs) {
      this.slots.length = 0;
      this.total = 0n;
    }
    return this.total;
  }

  add(nowMs: number, amount: bigint): void {
    const last = this.slots.at(-1);
    // A clock that was set back must not bring the slots out of order.
    const index = Math.max(this.indexOf(nowMs), last?.index ?? 0);
    if (last?.index === index) last.amount += amount;
    else this.slots.push({ index, amount });
    this.total += amount;
  }

  /** Takes from the slot of then; nothing happens when that has left. */
  giveBack(atMs: number, amount: bigint): void {
    const index = Math.min(this.indexOf(atMs), this.slots.at(-1)?.index ?? 0);
    const slot = this.slots.find((candidate) => candidate.index === index);
    if (slot === undefined) return;
    const back = amount < slot.amount ? amount : slot.amount;
    slot.amount -= back;
    this.total -= back;
  }

  /** Until `needed` has left; call after `used`. */
  waitMs(nowMs: number, needed: bigint): number {
    let freed = 0n;
    for (const { index, amount } of this.slots) {
      freed += amount;
      if (freed >= needed) return this.endOf(index) - nowMs;
    }
    return 0;
  }

  resetMs(nowMs: number): number {
    const last = this.slots.findLast(({ amount }) => amount > 0n);
    return last === undefined ? 0 : Math.max(0, this.endOf(last.index) - nowMs);
  }

  record(): CounterRecord {
    const { slotMs, endsAtMs } = this;
    return { slotMs, endsAtMs, slots: this.slots.map(({ index, amount }) => [index, String(amount)]) };
  }

  static from({ slotMs, endsAtMs, slots }: CounterRecord): SlotCounter {
    const counter = new SlotCounter(slotMs, endsAtMs);
    for (const [index, amount] of slots) {
      counter.slots.push({ index, amount: BigInt(amount) });
      counter.total += BigInt(amount);
    }
    return counter;
  }

  isEmpty(nowMs: number): boolean {
    return this.used(nowMs) === 0n;
  }

  /** A clock that was set back would keep what it counted before until it is there again: that counts from now on instead. */
  private bringBack(now: number): void {
    let ahead = 0n;
    while (this.slots.length > 0 && this.slots.at(-1)!.index > now) ahead += this.slots.pop()!.amount;
    if (ahead === 0n) return;
    const last = this.slots.at(-1);
    if (last?.index === now) last.amount += ahead;
    else this.slots.push({ index: now, amount: ahead });
  }

  private endOf(index: number): number {
    return this.slotMs > 0 ? slotEndsAt(index, this.slotMs) : this.endsAtMs;
  }

  private indexOf(atMs: number): number {
    return this.slotMs > 0 ? Math.floor(atMs / this.slotMs) : 0;
  }
}
