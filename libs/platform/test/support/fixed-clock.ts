import { Clock } from '@app/kernel';

export class FixedClock extends Clock {
  nowMs = 1_764_000_000_000;

  now(): number {
    return this.nowMs;
  }
}
