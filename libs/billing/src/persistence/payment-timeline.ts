import { Injectable } from '@nestjs/common';
import { Clock } from '@app/kernel';
import { UnitOfWork } from '@app/platform';
import { PaymentEventEntity } from './payment-event.entity';

export type PaymentEventKind =
  | 'created'
  | 'begun'
  | 'begin-failed'
  | 'callback'
  | 'query'
  | 'mismatch'
  | 'paid'
  | 'failed'
  | 'expired'
  | 'confirmed-by-hand'
  | 'refund-requested'
  | 'refunded'
  | 'replayed';

const LONGEST_TEXT = 500;

/** What happened to orders, line by line. */
@Injectable()
export class PaymentTimeline {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
  ) {}

  /** `text` is for staff. */
  async note(
    orderId: number | null,
    kind: PaymentEventKind,
    text = '',
    callbackId: number | null = null,
  ): Promise<void> {
    await this.unitOfWork.manager.insert(PaymentEventEntity, {
      ...{ orderId, kind, callbackId },
      at: this.clock.seconds(),
      text: text.slice(0, LONGEST_TEXT),
    });
  }

  /** Oldest first. */
  of(orderIds: readonly number[]): Promise<PaymentEventEntity[]> {
    if (orderIds.length === 0) return Promise.resolve([]);
    return this.unitOfWork.manager
      .createQueryBuilder(PaymentEventEntity, 'e')
      .where('e.orderId IN (:...orderIds)', { orderIds })
      .orderBy('e.id', 'ASC')
      .getMany();
  }
}
