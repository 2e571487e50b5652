import { ApiProperty } from '@nestjs/swagger';
import { moneyToUsd } from '@app/kernel';
import type { PlanSubscriptionEntity } from '../../persistence/plan-subscription.entity';
import { SUBSCRIPTION_STATES } from '../../persistence/plan-subscription.entity';
import type { PlanEntity } from '../../persistence/plan.entity';
import { OVERFLOWS, readTerms, WINDOW_LENGTHS, WINDOW_METRICS, type PlanWindow } from '../../plans/domain/plan-terms';
import type { SubscriptionNow } from '../../plans/plan-subscriptions';
import type { WindowCounter } from '../../plans/window-counter';

/** Members that do not fit a window are null. */
export class PlanWindowView {
  @ApiProperty({ enum: WINDOW_LENGTHS }) length: string;
  @ApiProperty({ enum: ['calendar', 'first-use', 'term'] }) anchor: string;
  @ApiProperty({ type: String, nullable: true }) time_zone: string | null;
  @ApiProperty({ enum: WINDOW_METRICS }) metric: string;
  @ApiProperty({ type: Number, nullable: true, description: 'Tokens or requests' }) limit: number | null;
  @ApiProperty({ type: String, nullable: true, description: 'Exact dollars' }) limit_usd: string | null;
}

/** A window of a subscription as it is now. */
export class WindowUseView extends PlanWindowView {
  @ApiProperty({ type: Number, nullable: true }) used: number | null;
  @ApiProperty({ type: String, nullable: true }) used_usd: string | null;
  @ApiProperty({ type: Number, nullable: true }) remaining: number | null;
  @ApiProperty({ type: String, nullable: true }) remaining_usd: string | null;
  @ApiProperty({ type: Number, nullable: true, description: 'Unix seconds; null = the next call begins it' })
  started_at: number | null;
  @ApiProperty({ type: Number, nullable: true, description: 'Unix seconds; null = the next call begins it' })
  resets_at: number | null;
}

/** A plan as users see it. Which channels it is tied to is the operator's business. */
export class PlanOfferView {
  @ApiProperty() id: number;
  @ApiProperty() name: string;
  @ApiProperty({ description: 'Exact dollars' }) price_usd: string;
  @ApiProperty() duration_days: number;
  @ApiProperty({ type: String, nullable: true }) group: string | null;
  @ApiProperty({ type: [String], description: 'Empty = all' }) models: readonly string[];
  @ApiProperty({ enum: OVERFLOWS }) overflow: string;
  @ApiProperty({ description: '0 = without limit' }) per_user_limit: number;
  @ApiProperty({ type: [PlanWindowView] }) windows: PlanWindowView[];
}

export class PlanView extends PlanOfferView {
  @ApiProperty({ type: [Number], description: 'Empty = all' }) channels: readonly number[];
  @ApiProperty() is_enabled: boolean;
  @ApiProperty() sort: number;
  @ApiProperty({ description: 'Unix seconds' }) created_at: number;
  @ApiProperty({ description: 'Unix seconds' }) updated_at: number;
}

export class SubscriptionView {
  @ApiProperty() id: number;
  @ApiProperty() plan_id: number;
  @ApiProperty() name: string;
  @ApiProperty({ description: 'Unix seconds' }) starts_at: number;
  @ApiProperty({ description: 'Unix seconds' }) ends_at: number;
  @ApiProperty({ type: String, nullable: true }) group: string | null;
  @ApiProperty({ type: [String], description: 'Empty = all' }) models: readonly string[];
  @ApiProperty({ enum: OVERFLOWS }) overflow: string;
  @ApiProperty({ type: [WindowUseView] }) windows: WindowUseView[];
}

export class StaffSubscriptionView extends SubscriptionView {
  @ApiProperty() user_id: number;
  @ApiProperty({ enum: SUBSCRIPTION_STATES }) state: string;
}

export function toOfferView({ id, price, terms, perUserLimit }: PlanEntity): PlanOfferView {
  const { name, durationDays, group, models, overflow, windows } = readTerms(terms);
  return {
    ...{ id, name, price_usd: moneyToUsd(price), duration_days: durationDays, group, models, overflow },
    per_user_limit: perUserLimit,
    windows: windows.map(toWindowView),
  };
}

export function toPlanView(plan: PlanEntity): PlanView {
  return {
    ...toOfferView(plan),
    channels: readTerms(plan.terms).channels,
    is_enabled: Boolean(plan.isEnabled),
    sort: plan.sort,
    created_at: plan.createdAt,
    updated_at: plan.updatedAt,
  };
}

export function toSubscriptionView({ row, held, at }: SubscriptionNow): SubscriptionView {
  const { name, group, models, overflow } = held.terms;
  return {
    ...{ id: row.id, plan_id: row.planId, name, starts_at: row.startsAt, ends_at: row.endsAt },
    ...{ group, models, overflow },
    windows: held.counters.map((counter) => toUseView(counter, at)),
  };
}

export function toStaffSubscriptionView(now: SubscriptionNow): StaffSubscriptionView {
  const { userId, state }: PlanSubscriptionEntity = now.row;
  return { ...toSubscriptionView(now), user_id: userId, state };
}

function toWindowView(window: PlanWindow): PlanWindowView {
  const { length, anchor, metric, limit } = window;
  const timeZone = window.anchor === 'calendar' ? window.timeZone : null;
  return { length, anchor, time_zone: timeZone, metric, ...figure('limit', window, limit) };
}

function toUseView(counter: WindowCounter, nowSeconds: number): WindowUseView {
  const { window } = counter;
  const period = counter.begun(nowSeconds);
  const used = period?.used ?? 0n;
  const left = window.limit - used;
  return {
    ...toWindowView(window),
    ...figure('used', window, used),
    ...figure('remaining', window, left > 0n ? left : 0n),
    started_at: period?.startsAt ?? null,
    resets_at: period?.endsAt ?? null,
  };
}

type Figure<K extends string> = Record<K, number | null> & Record<`${K}_usd`, string | null>;

/** Money as exact dollars, all else as a number. */
function figure<K extends string>(name: K, { metric }: PlanWindow, value: bigint): Figure<K> {
  const isMoney = metric === 'money';
  return {
    [name]: isMoney ? null : Number(value),
    [`${name}_usd`]: isMoney ? moneyToUsd(value) : null,
  } as Figure<K>;
}
