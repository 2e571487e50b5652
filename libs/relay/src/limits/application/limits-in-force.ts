import type { Calendar } from '@app/kernel';
import { Injectable, Logger, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { AppConfig, EventBus, OptionStore } from '@app/platform';
import { LimitRuleRepository } from '../../persistence/limit-rule.repository';
import { LimitIndex } from '../domain/limit-index';
import { LIMIT_LEASE_SECONDS, LIMIT_TIME_ZONE } from '../limit-options';

/** Holds the rules and swaps them whole: a call sees all of a change or nothing of it. */
@Injectable()
export class LimitsInForce implements OnModuleInit, OnModuleDestroy {
  index = new LimitIndex([]);
  private readonly logger = new Logger('Limits');
  private running: Promise<void> = Promise.resolve();
  private waiting: Promise<void> | undefined;
  private unsubscribe: (() => void) | undefined;
  private timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly rules: LimitRuleRepository,
    private readonly events: EventBus,
    private readonly options: OptionStore,
    private readonly config: AppConfig,
  ) {
    options.register([LIMIT_TIME_ZONE, LIMIT_LEASE_SECONDS]);
  }

  get calendar(): Calendar {
    return this.options.get(LIMIT_TIME_ZONE);
  }

  async onModuleInit(): Promise<void> {
    this.unsubscribe = this.events.subscribe('limit.changed', () => this.refresh());
    await this.refresh();
    // For changes of other nodes whose event did not come.
    this.timer = setInterval(() => {
      this.refresh().catch((error: unknown) => this.logger.warn(`limits were not re-read: ${String(error)}`));
    }, this.config.syncFrequencySeconds * 1000);
    this.timer.unref();
  }

  onModuleDestroy(): void {
    this.unsubscribe?.();
    clearInterval(this.timer);
  }

  /** Resolves when everything committed before the call is in force: a read that is under way may be too early for it. */
  refresh(): Promise<void> {
    this.waiting ??= this.running
      .catch(() => undefined)
      .then(() => {
        const reading = this.read();
        this.running = reading;
        this.waiting = undefined;
        return reading;
      });
    return this.waiting;
  }

  private async read(): Promise<void> {
    this.index = new LimitIndex(await this.rules.enabled());
  }
}
