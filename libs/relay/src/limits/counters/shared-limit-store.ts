import { Logger } from '@nestjs/common';
import { LimitStore, type Correction, type Take, type TakeOutcome } from './limit-store';
import type { MemoryLimitStore } from './memory-limit-store';
import type { RedisLimitStore } from './redis-limit-store';

/** Longest that a call waits for Redis. */
const PATIENCE_MS = 250;
/** How long nobody asks again after that: one call in this time pays the wait, the others nothing. */
const PAUSE_MS = 5_000;

/**
 * Counts in Redis. While that is away each node counts for itself, from what it counted the last time it was: a limit may then
 * be used up once by each node, but no call is held up. What was taken in memory is given back in memory.
 */
export class SharedLimitStore extends LimitStore {
  private readonly logger = new Logger('Limits');
  private readonly inMemory = new Set<string>();
  private isAway = false;
  private asksAgainAtMs = 0;

  constructor(
    private readonly redis: RedisLimitStore,
    private readonly memory: MemoryLimitStore,
    /** Milliseconds that only grow. */
    private readonly elapsedMs: () => number = () => performance.now(),
  ) {
    super();
  }

  override take(callId: string, takes: readonly Take[]): TakeOutcome | Promise<TakeOutcome> {
    if (!this.isAway) return this.takeShared(callId, takes);
    const nowMs = this.elapsedMs();
    if (nowMs < this.asksAgainAtMs) return this.takeHere(callId, takes);
    this.asksAgainAtMs = nowMs + PAUSE_MS;
    return this.takeShared(callId, takes);
  }

  override close(callId: string, atMs: number, corrections: readonly Correction[]): void {
    if (this.inMemory.delete(nameOf(callId, corrections))) return this.memory.close(callId, atMs, corrections);
    // Without an answer the amounts stay until their window is over, and the places until their lease is.
    this.redis.close(callId, atMs, corrections).catch((error: unknown) => this.lose(error));
  }

  /** Never rejects. */
  async renew(): Promise<void> {
    await this.redis.renew().catch((error: unknown) => this.lose(error));
  }

  private async takeShared(callId: string, takes: readonly Take[]): Promise<TakeOutcome> {
    let timer: NodeJS.Timeout | undefined;
    const taking = this.redis.take(callId, takes);
    const patience = new Promise<undefined>((resolve) => (timer = setTimeout(resolve, PATIENCE_MS, undefined)));
    try {
      const outcome = await Promise.race([taking, patience]);
      if (outcome !== undefined) {
        this.find();
        return outcome;
      }
      this.lose(`no answer within ${PATIENCE_MS} ms`);
      void this.undoLater(callId, takes, taking);
    } catch (error) {
      this.lose(error);
    } finally {
      clearTimeout(timer);
    }
    return this.takeHere(callId, takes);
  }

  /** Redis may have counted a call whose patience was over, or count it yet. */
  private async undoLater(callId: string, takes: readonly Take[], taking: Promise<TakeOutcome>): Promise<void> {
    try {
      const { ok, atMs } = await taking;
      if (ok) await this.redis.close(callId, atMs, takes.map(undo));
    } catch {
      // It was told already. What was sent is carried out in its order, once Redis goes on: places at least are not left taken.
      const places = takes.filter(({ kind }) => kind === 'place').map(undo);
      await this.redis.close(callId, 0, places).catch(() => undefined);
    }
  }

  private takeHere(callId: string, takes: readonly Take[]): TakeOutcome {
    const outcome = this.memory.take(callId, takes);
    if (outcome.ok)
      this.inMemory.add(
        nameOf(
          callId,
          takes.map((take) => ({ take })),
        ),
      );
    return outcome;
  }

  private lose(error: unknown): void {
    if (!this.isAway) this.logger.warn(`Redis does not count limits, this node counts for itself: ${String(error)}`);
    this.isAway = true;
    this.asksAgainAtMs = this.elapsedMs() + PAUSE_MS;
  }

  private find(): void {
    if (this.isAway) this.logger.warn('Redis counts limits again');
    this.isAway = false;
  }
}

function undo(take: Take): Correction {
  return { take, delta: -take.amount };
}

/** A call takes twice at most, from counters that differ: once for itself, once for each channel it tries. */
function nameOf(callId: string, takes: readonly { take: Take }[]): string {
  return `${callId} ${takes[0]?.take.key ?? ''}`;
}
