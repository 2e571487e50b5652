import { Injectable } from '@nestjs/common';
import { OptionStore, SystemOptions } from '@app/platform';
import type { PaymentOrderEntity } from '../persistence/payment-order.entity';
import type { PayableOrder, PaymentProviderId } from './payment-provider';

/** Where payment services and payers come back to; the option loses its trailing slash when it is read. */
@Injectable()
export class PaymentAddresses {
  constructor(private readonly options: OptionStore) {}

  /** Epay's is the one that merchants of the replaced system have registered. */
  notifyUrl(provider: PaymentProviderId): string {
    return `${this.base}${provider === 'epay' ? '/api/user/epay/notify' : `/api/payment/${provider}/notify`}`;
  }

  returnUrl(provider: PaymentProviderId): string {
    return `${this.base}/api/payment/${provider}/return`;
  }

  toPayable(order: PaymentOrderEntity): PayableOrder {
    return {
      tradeNo: order.tradeNo,
      amount: { minor: order.priceMinor, currency: order.currency },
      title: order.title,
      method: order.method,
      notifyUrl: this.notifyUrl(order.provider),
      returnUrl: this.returnUrl(order.provider),
      createdAtSeconds: order.createTime,
      expiresAtSeconds: order.expiresAt,
      reference: order.reference ?? undefined,
    };
  }

  private get base(): string {
    return this.options.get(SystemOptions.ServerAddress);
  }
}
