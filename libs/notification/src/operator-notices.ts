import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import { EventBus } from '@app/platform';
import { OperatorNotifier } from './notification.contract';

/** Passes on what modules that do not know this one want to have told. */
@Injectable()
export class OperatorNotices implements OnModuleDestroy {
  private readonly unsubscribe: () => void;

  constructor(events: EventBus, notifier: OperatorNotifier) {
    this.unsubscribe = events.subscribe('operator.noticed', (notice) => notifier.notify(notice));
  }

  onModuleDestroy(): void {
    this.unsubscribe();
  }
}
