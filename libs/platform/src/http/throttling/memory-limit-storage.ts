import type { ThrottlerStorage } from '@nestjs/throttler';
import type { Clock } from '@app/kernel';
import { toRecord, type LimitRecord } from './limit-record';

const LARGEST_KEY_COUNT = 100_000;

/** Times of the allowed hits of one key, oldest first. */
interface Window {
  hits: number[];
  ttlMs: number;
}

/** A window that slides over the last `limit` hits; refused hits do not prolong it. */
export class MemoryLimitStorage implements ThrottlerStorage {
  private readonly windows = new Map<string, Window>();

  constructor(private readonly clock: Clock) {}

  increment(key: string, ttlMs: number, limit: number, _blockMs: number, name: string): Promise<LimitRecord> {
    const nowMs = this.clock.now();
    const id = `${name}:${key}`;
    const known = this.windows.get(id)?.hits ?? [];
    const hits = known.filter((time) => nowMs - time < ttlMs);
    const isAllowed = hits.length < limit;
    if (isAllowed) hits.push(nowMs);
    // Deleting first moves the key to the end, so the front of the map is what was used least recently.
    this.windows.delete(id);
    this.windows.set(id, { hits, ttlMs });
    if (this.windows.size > LARGEST_KEY_COUNT) this.makeRoom(nowMs);
    const waitMs = (hits[0] ?? nowMs) + ttlMs - nowMs;
    return Promise.resolve(toRecord(hits.length, isAllowed, waitMs));
  }

  private makeRoom(nowMs: number): void {
    for (const [id, window] of this.windows) {
      if (nowMs - (window.hits.at(-1) ?? 0) >= window.ttlMs) this.windows.delete(id);
    }
    for (const id of this.windows.keys()) {
      if (this.windows.size <= LARGEST_KEY_COUNT / 2) return;
      this.windows.delete(id);
    }
  }
}
