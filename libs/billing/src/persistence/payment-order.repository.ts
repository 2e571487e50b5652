import { Injectable } from '@nestjs/common';
import { UnitOfWork, type Paging } from '@app/platform';
import { In, type QueryDeepPartialEntity, type SelectQueryBuilder } from 'typeorm';
import { statesBefore, type OrderState } from '../payment/order-states';
import { PaymentOrderEntity } from './payment-order.entity';
import { PaymentRepaymentEntity } from './payment-repayment.entity';

export interface OrderFilter {
  userId?: number;
  /** The beginning of a trade number. */
  tradeNo?: string;
  /** Unix seconds, inclusive. */
  createdFrom?: number;
  states?: readonly OrderState[];
  /** A user id, or the beginning of a trade number. */
  keyword?: string;
}

type Changes = Omit<QueryDeepPartialEntity<PaymentOrderEntity>, 'id' | 'state'>;
export type NewOrder = Omit<
  PaymentOrderEntity,
  'id' | 'reference' | 'paidAt' | 'refundRequestedAt' | 'refundedMinor' | 'refundTaken' | 'refundShortfall'
>;

const WAITING: readonly OrderState[] = ['created', 'pending'];

@Injectable()
export class PaymentOrderRepository {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  async add(order: NewOrder): Promise<PaymentOrderEntity> {
    const { manager } = this.unitOfWork;
    await manager.insert(PaymentOrderEntity, order);
    return manager.findOneByOrFail(PaymentOrderEntity, { tradeNo: order.tradeNo });
  }

  find(id: number): Promise<PaymentOrderEntity | null> {
    return this.unitOfWork.manager.findOneBy(PaymentOrderEntity, { id });
  }

  findByTradeNo(tradeNo: string): Promise<PaymentOrderEntity | null> {
    return this.unitOfWork.manager.findOneBy(PaymentOrderEntity, { tradeNo });
  }

  /** Takes the step if the state allows it at this very moment. Of many at once one gets true. */
  async step(id: number, next: OrderState, changes: Changes = {}): Promise<boolean> {
    const result = await this.unitOfWork.manager.update(
      PaymentOrderEntity,
      { id, state: In(statesBefore(next)) },
      { ...changes, state: next },
    );
    return result.affected === 1;
  }

  /** Takes the row lock of a paid order for the rest of the transaction and reads it then; null = it is not paid. */
  async lockPaid(id: number): Promise<PaymentOrderEntity | null> {
    const { manager } = this.unitOfWork;
    const paid = { id, state: In(statesBefore('refunded')) };
    const { affected } = await manager.update(PaymentOrderEntity, paid, { id });
    return affected === 1 ? manager.findOneBy(PaymentOrderEntity, { id }) : null;
  }

  /** Of a locked order: false when the repayment of this number was counted before. */
  async countRepayment(orderId: number, number: string): Promise<boolean> {
    const { manager } = this.unitOfWork;
    if (await manager.existsBy(PaymentRepaymentEntity, { orderId, number })) return false;
    await manager.insert(PaymentRepaymentEntity, { orderId, number });
    return true;
  }

  async change(id: number, changes: Changes): Promise<void> {
    await this.unitOfWork.manager.update(PaymentOrderEntity, { id }, changes);
  }

  /** Puts the next question off, so that of several nodes one asks. */
  async claimQuery(order: PaymentOrderEntity, nextQueryAt: number | null): Promise<boolean> {
    const { id, nextQueryAt: due } = order;
    if (due === null) return false;
    const result = await this.unitOfWork.manager.update(PaymentOrderEntity, { id, nextQueryAt: due }, { nextQueryAt });
    return result.affected === 1;
  }

  dueForQuery(now: number, most: number): Promise<PaymentOrderEntity[]> {
    return this.select().where('o.nextQueryAt <= :now', { now }).orderBy('o.nextQueryAt', 'ASC').take(most).getMany();
  }

  waitingSince(before: number, most: number): Promise<PaymentOrderEntity[]> {
    return this.select()
      .where('o.createTime < :before AND o.state IN (:...states)', { before, states: WAITING })
      .orderBy('o.id', 'ASC')
      .take(most)
      .getMany();
  }

  countWaiting(userId: number, since: number): Promise<number> {
    return this.select()
      .where('o.userId = :userId AND o.createTime >= :since', { userId, since })
      .andWhere('o.state IN (:...states)', { states: WAITING })
      .getCount();
  }

  async list(filter: OrderFilter, paging: Paging): Promise<{ rows: PaymentOrderEntity[]; total: number }> {
    const query = this.select().orderBy('o.id', 'DESC').skip(paging.skip).take(paging.take);
    const { userId, tradeNo, createdFrom, states, keyword } = filter;
    if (userId !== undefined) query.andWhere('o.userId = :userId', { userId });
    if (tradeNo !== undefined) query.andWhere(PREFIX, { prefix: toPrefix(tradeNo) });
    if (createdFrom !== undefined) query.andWhere('o.createTime >= :createdFrom', { createdFrom });
    if (states !== undefined) query.andWhere('o.state IN (:...states)', { states });
    if (keyword !== undefined) {
      const isUserId = /^[1-9]\d{0,8}$/.test(keyword);
      query.andWhere(isUserId ? `(o.userId = :keywordId OR ${PREFIX})` : PREFIX, {
        keywordId: Number(keyword),
        prefix: toPrefix(keyword),
      });
    }
    const [rows, total] = await query.getManyAndCount();
    return { rows, total };
  }

  private select(): SelectQueryBuilder<PaymentOrderEntity> {
    return this.unitOfWork.manager.createQueryBuilder(PaymentOrderEntity, 'o');
  }
}

const PREFIX = "o.tradeNo LIKE :prefix ESCAPE '!'";

/** Wildcards in what people type stand for themselves. */
function toPrefix(text: string): string {
  return `${text.replace(/[!%_]/g, '!$&')}%`;
}
