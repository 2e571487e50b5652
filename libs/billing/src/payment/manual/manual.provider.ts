import { Injectable } from '@nestjs/common';
import { OptionStore } from '@app/platform';
import { MANUAL_PAYMENT_TEXT } from '../payment-options';
import {
  PaymentProvider,
  type CallbackAnswer,
  type CallbackReading,
  type PayableOrder,
  type PaymentMethod,
  type PaymentStart,
  type SelfTestLine,
} from '../payment-provider';
import { amountText } from '../top-up-price';

/** Transfers that staff confirms by hand: the payer is told where to send the money. */
@Injectable()
export class ManualProvider extends PaymentProvider {
  readonly id = 'manual';
  readonly currency = 'CNY';

  constructor(private readonly options: OptionStore) {
    super();
  }

  isConfigured(): boolean {
    return this.instructions !== '';
  }

  methods(): readonly PaymentMethod[] {
    return [{ id: 'manual', label: { zh: '人工转账', en: 'Bank transfer' } }];
  }

  async begin({ tradeNo, amount }: PayableOrder): Promise<PaymentStart> {
    const facts = `${amountText(amount)} ${amount.currency} · ${tradeNo}`;
    return { kind: 'instructions', text: `${this.instructions}\n\n${facts}` };
  }

  async readCallback(): Promise<CallbackReading> {
    return { kind: 'invalid', reason: 'nobody calls back about transfers', isUnsigned: true };
  }

  answer(isAccepted: boolean): CallbackAnswer {
    return { status: isAccepted ? 200 : 404, contentType: 'text/plain', body: '' };
  }

  async query(): Promise<undefined> {
    return undefined;
  }

  async refund(): Promise<undefined> {
    return undefined;
  }

  async selfTest(): Promise<readonly SelfTestLine[]> {
    return [{ isGood: true, text: { zh: '转账说明已填写', en: 'Instructions are set' } }];
  }

  private get instructions(): string {
    return this.options.get(MANUAL_PAYMENT_TEXT).trim();
  }
}
