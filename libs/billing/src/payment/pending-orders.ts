import { Injectable, Logger } from '@nestjs/common';
import { Clock, Failures } from '@app/kernel';
import { UnitOfWork } from '@app/platform';
import { PaymentUpkeep } from '../upkeep.contract';
import { PaymentCallbackRepository } from '../persistence/payment-callback.repository';
import type { PaymentOrderEntity } from '../persistence/payment-order.entity';
import { PaymentOrderRepository } from '../persistence/payment-order.repository';
import { PaymentTimeline } from '../persistence/payment-timeline';
import { PaymentAddresses } from './payment-addresses';
import { PaymentProviders } from './payment-providers';
import { PaymentReports } from './payment-reports';
import { failureDetail } from './provider-failed';
import { nextQueryAt } from './query-schedule';

/** One round looks at so many; what is left is due in the next. */
const MOST_ORDERS = 100;
const INVALID_KEPT_SECONDS = 30 * 86_400;
/** So long a refund that the provider called pending is asked about. */
const REFUND_ASKED_SECONDS = 7 * 86_400;
const HOUR_SECONDS = 3_600;

/** Asks about orders whose callback has not come, and ends those whose time is over. */
@Injectable()
export class PendingOrders extends PaymentUpkeep {
  private readonly logger = new Logger('Payments');

  constructor(
    private readonly orders: PaymentOrderRepository,
    private readonly callbacks: PaymentCallbackRepository,
    private readonly timeline: PaymentTimeline,
    private readonly providers: PaymentProviders,
    private readonly addresses: PaymentAddresses,
    private readonly reports: PaymentReports,
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
  ) {
    super();
  }

  async queryPending(signal: AbortSignal): Promise<number> {
    const due = await this.orders.dueForQuery(this.clock.seconds(), MOST_ORDERS);
    const failures = new Failures((text) => this.logger.error(`Could not look at ${text}`));
    let count = 0;
    for (const order of due) {
      if (signal.aborted) break;
      await failures.attempt(`order ${order.tradeNo}`, () => this.look(order));
      count++;
    }
    await this.callbacks.removeInvalid(this.clock.seconds() - INVALID_KEPT_SECONDS);
    failures.throwIfAny();
    return count;
  }

  /** Asks now, whatever the schedule says. */
  async ask(order: PaymentOrderEntity): Promise<void> {
    const provider = this.providers.find(order.provider);
    if (provider?.isConfigured() !== true) return;
    try {
      const report = await provider.query(this.addresses.toPayable(order));
      if (report === undefined) return;
      if (report.tradeNo !== order.tradeNo) throw new Error(`asked for ${order.tradeNo}, told of ${report.tradeNo}`);
      const { result, detail } = await this.reports.apply(provider, report, { evidence: 'query', callbackId: null });
      if (result !== 'credited' && result !== 'mismatch') {
        await this.timeline.note(order.id, 'query', `${report.state}: ${result} ${detail}`);
      }
    } catch (error) {
      const detail = failureDetail(error);
      await this.timeline.note(order.id, 'query', `failed: ${detail}`);
      this.logger.warn(`Order ${order.tradeNo} could not be queried: ${detail}`);
    }
  }

  private async look(order: PaymentOrderEntity): Promise<void> {
    const now = this.clock.seconds();
    const isWaiting = order.state === 'created' || order.state === 'pending';
    const next = isWaiting ? nextQueryAt(order.createTime, now, order.expiresAt) : nextRefundQueryAt(order, now);
    if (!(await this.orders.claimQuery(order, next))) return;
    if (!isWaiting && next === null) return;
    await this.ask(order);
    if (isWaiting && now >= order.expiresAt) await this.expire(order, 'its time is over');
  }

  /** Ends an order that nobody paid; a callback that comes later pays it all the same. */
  expire(order: PaymentOrderEntity, reason: string): Promise<boolean> {
    return this.unitOfWork.run(async () => {
      const isFirst = await this.orders.step(order.id, 'expired', { nextQueryAt: null });
      if (isFirst) await this.timeline.note(order.id, 'expired', reason);
      return isFirst;
    });
  }
}

function nextRefundQueryAt({ refundRequestedAt }: PaymentOrderEntity, now: number): number | null {
  if (refundRequestedAt === null || now - refundRequestedAt > REFUND_ASKED_SECONDS) return null;
  return now + HOUR_SECONDS;
}
