import { Injectable, Logger } from '@nestjs/common';
import { Clock } from '@app/kernel';
import { AppConfig } from '@app/platform';
import { OperatorNotifier, type OperatorNotice } from './notification.contract';

const REPEAT_AFTER_MS = 3_600_000;
/** Some codes name one order: those of the last hour are enough to remember. */
const MOST_CODES = 1_000;

/** Notices as warnings in the log. */
@Injectable()
export class LogNotifier extends OperatorNotifier {
  private readonly logger = new Logger('Notice');
  private readonly lastTold = new Map<string, number>();

  constructor(
    private readonly clock: Clock,
    private readonly config: AppConfig,
  ) {
    super();
  }

  notify({ code, text }: OperatorNotice): void {
    const now = this.clock.now();
    const last = this.lastTold.get(code);
    if (last !== undefined && now - last < REPEAT_AFTER_MS) return;
    if (this.lastTold.size >= MOST_CODES) this.forget(now - REPEAT_AFTER_MS);
    this.lastTold.set(code, now);
    this.logger.warn(`[${code}] ${text[this.config.defaultLocale]}`);
  }

  private forget(before: number): void {
    for (const [code, told] of this.lastTold) if (told <= before) this.lastTold.delete(code);
  }
}
