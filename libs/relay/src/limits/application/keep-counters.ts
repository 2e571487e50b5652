import { join } from 'node:path';
import { Injectable, Logger, type BeforeApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { AppConfig } from '@app/platform';
import { CounterFile } from '../counters/counter-file';
import { LimitStore } from '../counters/limit-store';
import { MemoryLimitStore } from '../counters/memory-limit-store';

const SAVE_MS = 30_000;

/**
 * Carries long windows of a node without Redis over a restart: what was spent this month stays spent. A node that is killed forgets
 * at most what it counted since the last save.
 */
@Injectable()
export class KeepCounters implements OnModuleInit, BeforeApplicationShutdown {
  private readonly logger = new Logger('Limits');
  private readonly file: CounterFile;
  private timer: NodeJS.Timeout | undefined;
  private saving: Promise<void> = Promise.resolve();

  constructor(
    config: AppConfig,
    private readonly store: LimitStore,
  ) {
    this.file = new CounterFile(join(config.dataDir, 'limits.json'));
  }

  onModuleInit(): void {
    const { store } = this;
    if (!(store instanceof MemoryLimitStore)) return;
    try {
      store.restore(this.file.read());
    } catch (error) {
      this.logger.error(`What limits had counted could not be read, they begin anew: ${String(error)}`);
    }
    this.timer = setInterval(() => {
      this.saving = this.save(store);
    }, SAVE_MS);
    this.timer.unref();
  }

  /** After the last call has ended. */
  async beforeApplicationShutdown(): Promise<void> {
    clearInterval(this.timer);
    await this.saving;
    if (this.store instanceof MemoryLimitStore && this.timer !== undefined)
      this.file.writeNow(this.store.longCounters());
  }

  /** Never rejects. */
  private async save(store: MemoryLimitStore): Promise<void> {
    const counters = store.longCounters();
    if (counters.length === 0) return;
    await this.file
      .write(counters)
      .catch((error: unknown) => this.logger.error(`Limits were not saved: ${String(error)}`));
  }
}
