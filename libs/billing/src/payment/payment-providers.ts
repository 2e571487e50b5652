import { Inject, Injectable } from '@nestjs/common';
import { paymentErrors } from './payment-errors';
import type { PaymentMethod, PaymentProvider } from './payment-provider';

/** All providers there are, in the order in which people are shown them. */
export const PAYMENT_PROVIDERS = Symbol('paymentProviders');

export interface OfferedMethod {
  provider: PaymentProvider;
  method: PaymentMethod;
}

@Injectable()
export class PaymentProviders {
  constructor(@Inject(PAYMENT_PROVIDERS) readonly all: readonly PaymentProvider[]) {}

  find(id: string): PaymentProvider | undefined {
    return this.all.find((provider) => provider.id === id);
  }

  /** Those that are set up. */
  configured(): PaymentProvider[] {
    return this.all.filter((provider) => provider.isConfigured());
  }

  offered(): OfferedMethod[] {
    return this.configured().flatMap((provider) => provider.methods().map((method) => ({ provider, method })));
  }

  /** By the method's name, or `provider:method` where two providers call theirs the same. Throws when it is not on offer. */
  choose(name: string): OfferedMethod {
    const offered = this.offered();
    if (offered.length === 0) throw paymentErrors.notConfigured();
    const chosen = offered.find(({ provider, method }) => [method.id, `${provider.id}:${method.id}`].includes(name));
    if (chosen === undefined) throw paymentErrors.methodUnknown();
    return chosen;
  }
}
