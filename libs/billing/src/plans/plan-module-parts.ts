import type { Provider, Type } from '@nestjs/common';
import { PlanUpkeep } from '../upkeep.contract';
import { PlanController } from '../http/plan.controller';
import { PlanOffersController } from '../http/plan-offers.controller';
import { PlanAdmin } from './plan-admin';
import { PlanCover } from './plan-cover';
import { PlanEvents } from './plan-events';
import { PlanGrants } from './plan-grants';
import { PlanGroups } from './plan-groups';
import { PlanHoldings } from './plan-holdings';
import { PlanPurchases } from './plan-purchases';
import { PlanSubscriptions } from './plan-subscriptions';
import { WindowSlices } from './window-slices';

/** What the billing module takes in of plans; the meter and they need each other's parts, so they are one module. */
export const PLAN_CONTROLLERS: Type[] = [PlanOffersController, PlanController];
export const PLAN_PROVIDERS: Provider[] = [
  ...[
    PlanHoldings,
    WindowSlices,
    PlanCover,
    PlanEvents,
    PlanGroups,
    PlanGrants,
    PlanPurchases,
    PlanAdmin,
    PlanSubscriptions,
  ],
  { provide: PlanUpkeep, useExisting: PlanSubscriptions },
];
