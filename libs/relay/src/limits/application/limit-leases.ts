import { Injectable, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { OptionStore } from '@app/platform';
import { LimitStore } from '../counters/limit-store';
import { SharedLimitStore } from '../counters/shared-limit-store';
import { LIMIT_LEASE_SECONDS } from '../limit-options';

const TICK_MS = 1_000;

/** Prolongs the places of running calls three times per lease, so that only those of dead nodes run out. */
@Injectable()
export class LimitLeases implements OnModuleInit, OnModuleDestroy {
  private timer: NodeJS.Timeout | undefined;
  private elapsedMs = 0;

  constructor(
    private readonly store: LimitStore,
    private readonly options: OptionStore,
  ) {}

  onModuleInit(): void {
    const { store } = this;
    if (!(store instanceof SharedLimitStore)) return;
    this.timer = setInterval(() => this.tick(store), TICK_MS);
    this.timer.unref();
  }

  onModuleDestroy(): void {
    clearInterval(this.timer);
  }

  private tick(store: SharedLimitStore): void {
    this.elapsedMs += TICK_MS;
    if (this.elapsedMs * 3 < this.options.get(LIMIT_LEASE_SECONDS) * 1000) return;
    this.elapsedMs = 0;
    void store.renew();
  }
}
