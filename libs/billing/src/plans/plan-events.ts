import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import { EventBus } from '@app/platform';
import { PlanHoldings } from './plan-holdings';

/** Keeps the subscriptions in memory in step with what is granted and ended elsewhere. */
@Injectable()
export class PlanEvents implements OnModuleDestroy {
  private readonly unsubscribe: () => void;

  constructor(events: EventBus, holdings: PlanHoldings) {
    this.unsubscribe = events.subscribe('plan.changed', ({ userId }) => holdings.reload(userId));
  }

  onModuleDestroy(): void {
    this.unsubscribe();
  }
}
