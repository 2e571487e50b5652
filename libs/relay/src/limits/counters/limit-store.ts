/**
 * Rolling windows are counted in slots of a sixtieth of the window. A slot leaves with its youngest entry: no window of the
 * rule's length, wherever it begins, ever holds more than the limit; capacity comes back at most one slot late.
 */
export const SLOTS_PER_WINDOW = 60;

/** What one call takes from one counter. */
export interface Take {
  readonly key: string;
  readonly kind: 'amount' | 'place';
  readonly limit: bigint;
  /** 1 for a place. */
  readonly amount: bigint;
  /** Width of a slot; 0 = the counter has one slot, which lasts until `endsAtMs`. */
  readonly slotMs: number;
  readonly endsAtMs: number;
}

/** A counter after the take, or as it stands when the take was refused. */
export interface Level {
  used: bigint;
  /** Until the counter is empty again if nothing else is taken; 0 for places, whose end nobody knows. */
  resetMs: number;
  /** Until the amount fits; 0 = it does now, Infinity = it never will: it is above the limit. */
  waitMs: number;
}

/** Levels stand in the order of the takes. `atMs` is the store's time: corrections go to the slot that was charged. */
export type TakeOutcome = { ok: boolean; atMs: number; levels: Level[] };

/** By how much a taken amount turned out to be too large (negative) or too small. Places are given up, whatever it says. */
export interface Correction {
  take: Take;
  delta: bigint;
}

/**
 * Counters of limits. `take` is all or nothing, however many calls ask at once. Amounts stay until their window is over;
 * places until `close`, or, in a shared store, until their lease is no longer renewed.
 */
export abstract class LimitStore {
  abstract take(callId: string, takes: readonly Take[]): TakeOutcome | Promise<TakeOutcome>;
  /** At the end of the call, once. What was too much goes back to the slot it was taken from; what is too little counts from now. */
  abstract close(callId: string, atMs: number, corrections: readonly Correction[]): void;
}

/** The first slot that still counts. */
export function oldestSlot(nowMs: number, slotMs: number): number {
  return Math.floor(nowMs / slotMs) - SLOTS_PER_WINDOW;
}

/** When a slot stops counting. */
export function slotEndsAt(slot: number, slotMs: number): number {
  return (slot + SLOTS_PER_WINDOW + 1) * slotMs;
}
