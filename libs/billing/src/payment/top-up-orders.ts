import { Injectable } from '@nestjs/common';
import { Clock, NANO_PER_USD, type Principal } from '@app/kernel';
import { AppConfig, OptionStore, UnitOfWork } from '@app/platform';
import type { PaymentOrderEntity } from '../persistence/payment-order.entity';
import { PaymentOrderRepository } from '../persistence/payment-order.repository';
import { PaymentTimeline } from '../persistence/payment-timeline';
import { PaymentAddresses } from './payment-addresses';
import { paymentErrors } from './payment-errors';
import {
  MAX_TOP_UP,
  MIN_TOP_UP,
  TOPUP_AMOUNT,
  TOPUP_AMOUNT_ENABLED,
  TOPUP_CURRENCY_RATIO,
  TOPUP_GROUP_RATIO,
  TOPUP_RATIO,
} from './payment-options';
import type { PaymentAmount, PaymentStart } from './payment-provider';
import { PaymentProviders, type OfferedMethod } from './payment-providers';
import { MANUAL_ORDER_LIFE_SECONDS, nextQueryAt, ORDER_LIFE_SECONDS } from './query-schedule';
import { topUpPrice } from './top-up-price';
import { createTradeNumber } from './trade-number';

/** Orders that a user may leave unpaid within a day. */
const MOST_WAITING = 30;
/** Prices without a provider are shown in the currency that prices are set in. */
const DEFAULT_CURRENCY = 'CNY';

export interface TopUpRequest {
  amount: number;
  validity: string;
}

export interface StartedOrder {
  order: PaymentOrderEntity;
  start: PaymentStart;
}

/** Makes orders: the price is decided here alone, and frozen on the order. */
@Injectable()
export class TopUpOrders {
  constructor(
    private readonly options: OptionStore,
    private readonly providers: PaymentProviders,
    private readonly orders: PaymentOrderRepository,
    private readonly timeline: PaymentTimeline,
    private readonly addresses: PaymentAddresses,
    private readonly unitOfWork: UnitOfWork,
    private readonly clock: Clock,
    private readonly config: AppConfig,
  ) {}

  /** What it would cost; `methodName` decides the currency. */
  price(user: Principal, request: TopUpRequest, methodName: string | undefined): PaymentAmount {
    const offer = methodName === undefined ? this.providers.offered()[0] : this.providers.choose(methodName);
    return this.priceIn(offer?.provider.currency ?? DEFAULT_CURRENCY, user.group, request);
  }

  /** Stores the order, then asks the provider. Throws what the provider's `begin` does; the order is failed then. */
  async begin(user: Principal, request: TopUpRequest, methodName: string): Promise<StartedOrder> {
    const offer = this.providers.choose(methodName);
    const price = this.priceIn(offer.provider.currency, user.group, request);
    const waiting = await this.orders.countWaiting(user.userId, this.clock.seconds() - ORDER_LIFE_SECONDS);
    if (waiting >= MOST_WAITING) throw paymentErrors.ordersTooMany();
    const order = await this.store(user.userId, request, offer, price);
    try {
      const start = await offer.provider.begin(this.addresses.toPayable(order));
      await this.markPending(order, start.reference);
      return { order, start };
    } catch (error) {
      await this.markFailed(order, (error as Error).message);
      throw error;
    }
  }

  private priceIn(currency: string, group: string, { amount, validity }: TopUpRequest): PaymentAmount {
    const least = this.options.get(MIN_TOP_UP);
    const most = this.options.get(MAX_TOP_UP);
    if (amount < least) throw paymentErrors.amountTooSmall(least);
    if (amount > most) throw paymentErrors.amountTooLarge(most);
    const result = topUpPrice(
      { amount, validity, group, currency },
      {
        byValidity: this.options.get(TOPUP_RATIO),
        byGroup: this.options.get(TOPUP_GROUP_RATIO),
        byAmount: this.options.get(TOPUP_AMOUNT_ENABLED) ? this.options.get(TOPUP_AMOUNT) : undefined,
        byCurrency: this.options.get(TOPUP_CURRENCY_RATIO),
      },
    );
    if (result.ok) return result.price;
    switch (result.reason) {
      case 'validity-unknown':
        throw paymentErrors.validityUnknown();
      case 'amount-not-offered':
        throw paymentErrors.amountNotOffered();
      case 'price-zero':
        throw paymentErrors.priceZero();
    }
  }

  private store(userId: number, request: TopUpRequest, offer: OfferedMethod, price: PaymentAmount) {
    const { amount, validity } = request;
    const { provider, method } = offer;
    const createTime = this.clock.seconds();
    const isManual = provider.id === 'manual';
    const expiresAt = createTime + (isManual ? MANUAL_ORDER_LIFE_SECONDS : ORDER_LIFE_SECONDS);
    return this.unitOfWork.run(async () => {
      const order = await this.orders.add({
        ...{ userId, amount, validity, createTime, expiresAt },
        provider: provider.id,
        method: method.id,
        priceMinor: price.minor,
        currency: price.currency,
        credit: BigInt(amount) * NANO_PER_USD,
        tradeNo: createTradeNumber(this.clock.now()),
        state: 'created',
        title: this.config.defaultLocale === 'zh' ? `账户充值 ${amount}` : `Account top-up ${amount}`,
        nextQueryAt: isManual ? expiresAt : nextQueryAt(createTime, createTime, expiresAt),
      });
      await this.timeline.note(order.id, 'created', `${provider.id}:${method.id}`);
      return order;
    });
  }

  /** The step fails when the callback was faster; the order is paid then, and stays so. */
  private markPending(order: PaymentOrderEntity, reference: string | undefined): Promise<void> {
    return this.unitOfWork.run(async () => {
      if (!(await this.orders.step(order.id, 'pending', reference === undefined ? {} : { reference }))) return;
      await this.timeline.note(order.id, 'begun', reference ?? '');
    });
  }

  private markFailed(order: PaymentOrderEntity, reason: string): Promise<void> {
    return this.unitOfWork.run(async () => {
      if (await this.orders.step(order.id, 'failed', { nextQueryAt: null })) {
        await this.timeline.note(order.id, 'begin-failed', reason);
      }
    });
  }
}
