import { Injectable } from '@nestjs/common';
import { LogType } from '@app/kernel';
import { EventBus, UnitOfWork } from '@app/platform';
import type { Actor } from '../application/actor';

/** Leaves a log row about what was done to prices, once it is committed. */
@Injectable()
export class PriceAudit {
  constructor(
    private readonly events: EventBus,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  record({ userId, username, ip }: Actor, text: string): void {
    this.unitOfWork.afterCommit(() =>
      this.events.publish('audit.recorded', { type: LogType.Manage, userId, username, text, ip }),
    );
  }
}
