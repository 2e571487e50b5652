import type { Provider, Type } from '@nestjs/common';
import { PaymentUpkeep } from '../upkeep.contract';
import { PaymentCallbackController } from '../http/payment-callback.controller';
import { TopUpController } from '../http/top-up.controller';
import { TopupsAdminController } from '../http/topups-admin.controller';
import { PaymentCallbackRepository } from '../persistence/payment-callback.repository';
import { PaymentOrderRepository } from '../persistence/payment-order.repository';
import { PaymentTimeline } from '../persistence/payment-timeline';
import { AlipayLibrary } from './alipay/alipay-library';
import { AlipayProvider } from './alipay/alipay.provider';
import { CallbackFailures } from './callback-failures';
import { CallbackIntake } from './callback-intake';
import { EpayProvider } from './epay/epay.provider';
import { ManualProvider } from './manual/manual.provider';
import { OrderAdministration } from './order-administration';
import { OrderCrediting } from './order-crediting';
import { OrderRefunds } from './order-refunds';
import { PaymentAddresses } from './payment-addresses';
import { ProviderHttp } from './provider-http';
import type { PaymentProvider } from './payment-provider';
import { PAYMENT_PROVIDERS, PaymentProviders } from './payment-providers';
import { PaymentReports } from './payment-reports';
import { PaymentSelfTest } from './payment-self-test';
import { PendingOrders } from './pending-orders';
import { StripeProvider } from './stripe/stripe.provider';
import { TopUpOrders } from './top-up-orders';
import { WechatPayProvider } from './wechat/wechat-pay.provider';

/** All ways to be paid, in the order in which people are shown them. */
const PROVIDERS = [EpayProvider, AlipayProvider, WechatPayProvider, StripeProvider, ManualProvider];

export const PAYMENT_CONTROLLERS: Type[] = [PaymentCallbackController, TopUpController, TopupsAdminController];

export const PAYMENT_PARTS: Provider[] = [
  ...PROVIDERS,
  { provide: PAYMENT_PROVIDERS, inject: PROVIDERS, useFactory: (...all: PaymentProvider[]) => all },
  PaymentProviders,
  PaymentAddresses,
  ProviderHttp,
  { provide: AlipayLibrary, useFactory: () => new AlipayLibrary() },
  PaymentOrderRepository,
  PaymentCallbackRepository,
  PaymentTimeline,
  OrderCrediting,
  OrderRefunds,
  PaymentReports,
  CallbackFailures,
  CallbackIntake,
  TopUpOrders,
  PendingOrders,
  OrderAdministration,
  PaymentSelfTest,
  { provide: PaymentUpkeep, useExisting: PendingOrders },
];
