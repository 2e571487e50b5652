/** Work for many of which each is done whatever becomes of the others, and which has failed in the end if one of them has. */
export class Failures {
  private tried = 0;
  private readonly errors: unknown[] = [];

  /** `tell` hears of every failure at once, so that the log has each by name. */
  constructor(private readonly tell: (text: string) => void) {}

  async attempt(name: string, act: () => Promise<void>): Promise<void> {
    this.tried += 1;
    try {
      await act();
    } catch (error) {
      this.errors.push(error);
      this.tell(`${name}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }

  throwIfAny(): void {
    if (this.errors.length > 0)
      throw new AggregateError(this.errors, `${this.errors.length} of ${this.tried} failed, the log tells of each`);
  }
}
