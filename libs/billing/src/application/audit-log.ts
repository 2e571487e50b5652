import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import { Clock } from '@app/kernel';
import { EventBus } from '@app/platform';
import { SettlementQueue } from './settlement-queue';
import { toLogRow } from './settlement';

/** Writes what other modules report about staff actions and accounts as log rows of type 3 and 4. */
@Injectable()
export class AuditLog implements OnModuleDestroy {
  private readonly unsubscribe: () => void;

  constructor(events: EventBus, queue: SettlementQueue, clock: Clock) {
    this.unsubscribe = events.subscribe('audit.recorded', (audit) => {
      const by = audit.actorId === undefined || audit.actorId === audit.userId ? '' : ` (by #${audit.actorId})`;
      queue.addLog(
        toLogRow({
          user_id: audit.userId,
          created_at: clock.seconds(),
          type: audit.type,
          username: audit.username.slice(0, 64),
          multiplier: audit.text + by,
          ip: audit.ip ?? '',
        }),
      );
    });
  }

  onModuleDestroy(): void {
    this.unsubscribe();
  }
}
