import { Clock } from '@app/kernel';
import { EgressGuard, OptionStore, type OptionDefinition } from '@app/platform';
import type { CallbackReading, PayableOrder, RawCallback } from '../../src/payment/payment-provider';
import { ProviderHttp } from '../../src/payment/provider-http';

/** 2025-11-25 00:00:00 in Beijing. */
export const NOW_SECONDS = 1_764_000_000;

export class StillClock extends Clock {
  constructor(public atSeconds = NOW_SECONDS) {
    super();
  }

  now(): number {
    return this.atSeconds * 1000;
  }
}

/** Options in memory; values are parsed once, as the real store does. */
export class MemoryOptions extends OptionStore {
  private readonly texts = new Map<string, string>();
  private readonly values = new Map<string, unknown>();

  put(texts: Readonly<Record<string, string>>): this {
    for (const [key, text] of Object.entries(texts)) {
      this.texts.set(key, text);
      this.values.delete(key);
    }
    return this;
  }

  register(): void {}

  keepElsewhere(): void {}

  get<T>(definition: OptionDefinition<T>): T {
    const { key } = definition;
    if (!this.values.has(key)) this.values.set(key, definition.parse(this.texts.get(key) ?? definition.defaultText));
    return this.values.get(key) as T;
  }

  text(key: string): string | undefined {
    return this.texts.get(key);
  }

  list(): { key: string; value: string }[] {
    return [];
  }

  async set(): Promise<void> {}

  async reload(): Promise<void> {}
}

/** Requests may go to this machine, where the simulators are. */
export function httpToThisMachine(): ProviderHttp {
  return new ProviderHttp(new EgressGuard(['127.0.0.1']));
}

export function order(more: Partial<PayableOrder> = {}): PayableOrder {
  return {
    tradeNo: 'T20251125aB3',
    amount: { minor: 1230n, currency: 'CNY' },
    title: '充值 100 / 余额=&',
    method: '',
    notifyUrl: 'https://gateway.example/api/payment/x/notify',
    returnUrl: 'https://gateway.example/console/topup?order=T20251125aB3',
    createdAtSeconds: NOW_SECONDS,
    expiresAtSeconds: NOW_SECONDS + 1800,
    reference: undefined,
    ...more,
  };
}

export function posted(
  body: string | Buffer,
  headers: Record<string, string> = {},
  receivedAtSeconds = NOW_SECONDS,
): RawCallback {
  return { method: 'POST', path: '/notify', headers, body: Buffer.from(body), receivedAtSeconds };
}

export function isPaid(reading: CallbackReading): boolean {
  return reading.kind === 'report' && reading.report.state === 'paid';
}
