import { Injectable } from '@nestjs/common';
import { Clock } from '@app/kernel';
import { EventBus } from '@app/platform';
import type { PaymentProviderId } from './payment-provider';

const SUMMARY_SECONDS = 600;

/** Tells of callbacks that failed, at most once in ten minutes per provider: anybody can send them. */
@Injectable()
export class CallbackFailures {
  private readonly byProvider = new Map<PaymentProviderId, { count: number; lastTold: number }>();

  constructor(
    private readonly events: EventBus,
    private readonly clock: Clock,
  ) {}

  note(provider: PaymentProviderId, reason: string): void {
    const now = this.clock.seconds();
    const known = this.byProvider.get(provider) ?? { count: 0, lastTold: -Infinity };
    known.count++;
    this.byProvider.set(provider, known);
    if (now - known.lastTold < SUMMARY_SECONDS) return;
    const { count } = known;
    this.byProvider.set(provider, { count: 0, lastTold: now });
    this.events.publish('operator.noticed', {
      code: `payment_callback_failed:${provider}:${now}`,
      text: {
        zh: `支付回调失败通知：${provider} 有 ${count} 次回调未通过（最近原因：${reason}），详见回调记录`,
        en: `${count} callbacks of ${provider} failed (the last: ${reason}); see the stored callbacks`,
      },
    });
  }
}
