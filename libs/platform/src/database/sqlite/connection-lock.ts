/** First come, first served mutual exclusion for one connection. */
export class ConnectionLock {
  private tail: Promise<void> = Promise.resolve();

  /** Waits for its turn and returns the function that ends it. */
  async acquire(): Promise<() => void> {
    const previous = this.tail;
    let release!: () => void;
    this.tail = new Promise<void>((resolve) => (release = resolve));
    await previous;
    return release;
  }

  async run<T>(work: () => Promise<T>): Promise<T> {
    const release = await this.acquire();
    try {
      return await work();
    } finally {
      release();
    }
  }
}
