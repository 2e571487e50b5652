const REMEMBER_MS = 10_000;
const MOST_KEYS = 10_000;

/** Hashes that no key has: a caller that repeats a wrong key does not reach the database each time. */
export class UnknownKeys {
  /** Hash to the time (ms) when it is forgotten; oldest first, because a hash is added anew each time. */
  private readonly forgetAtMs = new Map<string, number>();

  has(keyHash: string, nowMs: number): boolean {
    const forgetAtMs = this.forgetAtMs.get(keyHash);
    return forgetAtMs !== undefined && nowMs < forgetAtMs;
  }

  add(keyHash: string, nowMs: number): void {
    this.forgetAtMs.delete(keyHash);
    this.forgetAtMs.set(keyHash, nowMs + REMEMBER_MS);
    for (const [oldest, forgetAtMs] of this.forgetAtMs) {
      if (this.forgetAtMs.size <= MOST_KEYS && nowMs < forgetAtMs) break;
      this.forgetAtMs.delete(oldest);
    }
  }

  remove(keyHash: string): void {
    this.forgetAtMs.delete(keyHash);
  }

  get size(): number {
    return this.forgetAtMs.size;
  }
}
