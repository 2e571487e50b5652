/** Time source; tests replace it. */
export abstract class Clock {
  /** Milliseconds since 1970. */
  abstract now(): number;

  /** Whole seconds since 1970: the unit of every time column and API field. */
  seconds(): number {
    return Math.floor(this.now() / 1000);
  }
}

export class SystemClock extends Clock {
  now(): number {
    return Date.now();
  }
}
