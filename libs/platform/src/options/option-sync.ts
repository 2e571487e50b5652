import { Inject, Injectable, Logger, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { AppConfig } from '../config/app-config';
import { EventBus } from '../events/event-bus';
import { OptionStore } from './option-store';

/** Keeps the options in step with other nodes: at once when one tells of a change, else every SYNC_FREQUENCY. */
@Injectable()
export class OptionSync implements OnModuleInit, OnModuleDestroy {
  private readonly logger = new Logger('Options');
  private timer: NodeJS.Timeout | undefined;
  private leave: (() => void) | undefined;

  constructor(
    @Inject(AppConfig) private readonly config: AppConfig,
    @Inject(OptionStore) private readonly options: OptionStore,
    @Inject(EventBus) private readonly events: EventBus,
  ) {}

  onModuleInit(): void {
    this.leave = this.events.subscribe('option.changed', () => this.options.reload());
    this.timer = setInterval(() => {
      this.options.reload().catch((error: unknown) => this.logger.warn(`options were not re-read: ${String(error)}`));
    }, this.config.syncFrequencySeconds * 1000);
    this.timer.unref();
  }

  onModuleDestroy(): void {
    clearInterval(this.timer);
    this.leave?.();
  }
}
