import type { LibrarySchema } from '@app/platform';
import { BalanceLotEntity } from './balance-lot.entity';
import { LEASE_ENTITIES, LEASE_MIGRATIONS } from './lease-schema';
import { LedgerEntryEntity } from './ledger-entry.entity';
import { LogEntity } from './log.entity';
import { Ledger1763900000300 } from './migrations/1763900000300-ledger';
import { Logs1763900000400 } from './migrations/1763900000400-logs';
import { DoubleEntry1764100000100 } from './migrations/1764100000100-double-entry';
import { BalanceLots1764100000120 } from './migrations/1764100000120-balance-lots';
import { PriceVersions1764100000200 } from './migrations/1764100000200-price-versions';
import { LogCosts1764100000210 } from './migrations/1764100000210-log-costs';
import { PriceDrafts1764100000220 } from './migrations/1764100000220-price-drafts';
import { PriceSources1764100000221 } from './migrations/1764100000221-price-sources';
import { RouteAlerts1764100000222 } from './migrations/1764100000222-route-alerts';
import { LogGroups1764100000223 } from './migrations/1764100000223-log-groups';
import { PRICE_ADMIN_ENTITIES } from './price-admin-entities';
import { PriceVersionEntity } from './price-version.entity';
import { LedgerByTime1764100000900 } from './migrations/1764100000900-ledger-by-time';
import { Redemptions1764100000400 } from './migrations/1764100000400-redemptions';
import { WithdrawalOrders1764100000410 } from './migrations/1764100000410-withdrawal-orders';
import { RedemptionEntity } from './redemption.entity';
import { WithdrawalOrderEntity } from './withdrawal-order.entity';
import { Payments1764100000300 } from './migrations/1764100000300-payments';
import { PaymentCallbackEntity } from './payment-callback.entity';
import { PaymentEventEntity } from './payment-event.entity';
import { PaymentOrderEntity } from './payment-order.entity';
import { PaymentRepaymentEntity } from './payment-repayment.entity';
import { Plans1764100000600 } from './migrations/1764100000600-plans';
import { PlanUsages1764100000610 } from './migrations/1764100000610-plan-usages';
import { PlanSlices1764100000620 } from './migrations/1764100000620-plan-slices';
import { PlanEntity } from './plan.entity';
import { PlanSubscriptionEntity } from './plan-subscription.entity';
import { PlanUsageEntity } from './plan-usage.entity';

export const billingSchema: LibrarySchema = {
  main: {
    entities: [
      LedgerEntryEntity,
      BalanceLotEntity,
      PriceVersionEntity,
      RedemptionEntity,
      WithdrawalOrderEntity,
      ...PRICE_ADMIN_ENTITIES,
      PaymentOrderEntity,
      PaymentEventEntity,
      PaymentCallbackEntity,
      PaymentRepaymentEntity,
      PlanEntity,
      PlanSubscriptionEntity,
      PlanUsageEntity,
      ...LEASE_ENTITIES,
    ],
    migrations: [
      Ledger1763900000300,
      DoubleEntry1764100000100,
      BalanceLots1764100000120,
      PriceVersions1764100000200,
      PriceDrafts1764100000220,
      PriceSources1764100000221,
      RouteAlerts1764100000222,
      Payments1764100000300,
      Redemptions1764100000400,
      WithdrawalOrders1764100000410,
      Plans1764100000600,
      PlanUsages1764100000610,
      PlanSlices1764100000620,
      LedgerByTime1764100000900,
      ...LEASE_MIGRATIONS,
    ],
  },
  logs: { entities: [LogEntity], migrations: [Logs1763900000400, LogCosts1764100000210, LogGroups1764100000223] },
};
