/**
 * Calls of one turn of the event loop go out together at its end: written one by one, each would wake the other side and be
 * overtaken by its answer, and the system's share of a call would grow by half.
 */
export class TurnWrites {
  private waiting: (() => void)[] = [];

  /** `isAlone` tells that no other call is under way: then there is nobody to wait for. */
  constructor(private readonly isAlone: () => boolean) {}

  add(write: () => void): void {
    if (this.waiting.length === 0 && this.isAlone()) write();
    else if (this.waiting.push(write) === 1) setImmediate(this.flush);
  }

  private readonly flush = (): void => {
    const { waiting } = this;
    this.waiting = [];
    for (const write of waiting) write();
  };
}
