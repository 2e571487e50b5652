const MOST_AT_ONCE = 200;

interface Asked<T, R> {
  item: T;
  resolve: (result: R) => void;
  reject: (error: unknown) => void;
}

/**
 * Does together what is asked for one by one: whatever comes while a batch is on its way is the next one. After a restart
 * thousands of users call at once, and a transaction for each would make the last ones wait for a minute.
 */
export class Batches<T, R> {
  private waiting: Asked<T, R>[] = [];
  private isRunning = false;

  /** `work`: the results in the order of the items. */
  constructor(private readonly work: (items: readonly T[]) => Promise<readonly R[]>) {}

  do(item: T): Promise<R> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ item, resolve, reject });
      if (!this.isRunning) void this.run();
    });
  }

  private async run(): Promise<void> {
    this.isRunning = true;
    while (this.waiting.length > 0) {
      const batch = this.waiting.splice(0, MOST_AT_ONCE);
      try {
        const results = await this.work(batch.map(({ item }) => item));
        batch.forEach(({ resolve }, i) => resolve(results[i]!));
      } catch (error) {
        for (const { reject } of batch) reject(error);
      }
    }
    this.isRunning = false;
  }
}
