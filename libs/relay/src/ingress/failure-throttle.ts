import { Injectable } from '@nestjs/common';

const WINDOW_MS = 60_000;
const ROWS_PER_WINDOW = 20;
const MOST_ADDRESSES = 10_000;

/** Lets a few failures per address and minute into the log. */
@Injectable()
export class FailureThrottle {
  private windowStart = 0;
  private readonly counts = new Map<string, number>();

  allows(ip: string, now: number): boolean {
    if (now - this.windowStart > WINDOW_MS) {
      this.windowStart = now;
      this.counts.clear();
    }
    const count = this.counts.get(ip) ?? 0;
    if (count >= ROWS_PER_WINDOW || (count === 0 && this.counts.size >= MOST_ADDRESSES)) return false;
    this.counts.set(ip, count + 1);
    return true;
  }
}
