import type { Redis } from 'ioredis';
import { SLOTS_PER_WINDOW, type Correction, type Take, type TakeOutcome } from './limit-store';
import { CLOSE, RENEW, TAKE } from './redis-scripts';

/** Braces keep a call's counters on one node of a cluster: a script may touch no others. */
const PREFIX = '{chat-api:limits}:';
/** Kept beyond its end, for nodes whose clocks are behind. */
const PERIOD_GRACE_MS = 3_600_000;
const RENEWED_AT_ONCE = 500;

type Script<T> = (keyCount: number, ...keysAndArguments: (string | number)[]) => Promise<T>;

interface Scripts {
  chatApiLimitTake: Script<number[]>;
  chatApiLimitClose: Script<number>;
  chatApiLimitRenew: Script<number>;
}

interface HeldPlace {
  key: string;
  callId: string;
}

/** Counters of all nodes together. Rejects when Redis does not answer; who falls back to what is decided above. */
export class RedisLimitStore {
  private readonly scripts: Scripts;
  private readonly held = new Map<string, HeldPlace>();

  constructor(
    redis: Redis,
    private readonly nowMs: () => number,
    private readonly leaseMs: () => number,
  ) {
    redis.defineCommand('chatApiLimitTake', { lua: TAKE });
    redis.defineCommand('chatApiLimitClose', { lua: CLOSE });
    redis.defineCommand('chatApiLimitRenew', { lua: RENEW });
    this.scripts = redis as unknown as Scripts;
  }

  async take(callId: string, takes: readonly Take[]): Promise<TakeOutcome> {
    const nowMs = this.nowMs();
    const facts = takes.flatMap((take) => {
      const leftMs = Math.max(0, take.endsAtMs - nowMs);
      return [take.kind, String(take.limit), String(take.amount), take.slotMs, lifetimeMs(take, leftMs), leftMs];
    });
    const keys = takes.map(({ key }) => PREFIX + key);
    const reply = await this.scripts.chatApiLimitTake(keys.length, ...keys, callId, this.leaseMs(), ...facts);
    const [allowed, atMs = 0] = reply;
    const levels = takes.map((_, i) => {
      const [used = 0, resetMs = 0, waitMs = 0] = reply.slice(2 + i * 3);
      return { used: BigInt(used), resetMs, waitMs: waitMs < 0 ? Infinity : waitMs };
    });
    if (allowed === 1) for (const take of takes) if (take.kind === 'place') this.hold(take.key, callId);
    return { ok: allowed === 1, atMs, levels };
  }

  async close(callId: string, atMs: number, all: readonly Correction[]): Promise<void> {
    const corrections = all.filter(({ take, delta }) => take.kind === 'place' || delta !== 0n);
    if (corrections.length === 0) return;
    for (const { take } of corrections) if (take.kind === 'place') this.held.delete(heldName(take.key, callId));
    const nowMs = this.nowMs();
    const facts = corrections.flatMap(({ take, delta }) => [
      take.kind,
      String(delta),
      take.slotMs,
      lifetimeMs(take, Math.max(0, take.endsAtMs - nowMs)),
    ]);
    const keys = corrections.map(({ take }) => PREFIX + take.key);
    await this.scripts.chatApiLimitClose(keys.length, ...keys, callId, atMs, ...facts);
  }

  /** Prolongs the places of running calls; to be called well within the lease. */
  async renew(): Promise<void> {
    const places = [...this.held.values()];
    for (let from = 0; from < places.length; from += RENEWED_AT_ONCE) {
      // A place that was given up meanwhile must not come back.
      const part = places.slice(from, from + RENEWED_AT_ONCE).filter((place) => this.isHeld(place));
      if (part.length === 0) continue;
      const keys = part.map(({ key }) => PREFIX + key);
      await this.scripts.chatApiLimitRenew(keys.length, ...keys, this.leaseMs(), ...part.map(({ callId }) => callId));
    }
  }

  private hold(key: string, callId: string): void {
    this.held.set(heldName(key, callId), { key, callId });
  }

  private isHeld({ key, callId }: HeldPlace): boolean {
    return this.held.has(heldName(key, callId));
  }
}

function heldName(key: string, callId: string): string {
  return `${callId} ${key}`;
}

function lifetimeMs({ slotMs }: Take, leftMs: number): number {
  return slotMs > 0 ? slotMs * (SLOTS_PER_WINDOW + 2) : leftMs + PERIOD_GRACE_MS;
}
