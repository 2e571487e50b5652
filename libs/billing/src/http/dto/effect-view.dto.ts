import { ApiProperty } from '@nestjs/swagger';
import { moneyToUsd } from '@app/kernel';
import type { Effect, ModelEffect } from '../../prices/effect';

export class ModelEffectView {
  @ApiProperty({ description: 'As callers named it' }) model: string;
  @ApiProperty({ description: 'Calls that could be rated again; tokens and sums are theirs alone' }) calls: number;
  @ApiProperty() tokens: number;
  @ApiProperty({ description: 'Exact dollars that were charged' }) old_usd: string;
  @ApiProperty({ description: "Exact dollars at the draft's prices" }) new_usd: string;
  @ApiProperty({ description: 'Exact dollars' }) difference_usd: string;
  @ApiProperty({ description: 'Calls whose rows say too little to be rated again' }) unreadable_calls: number;
  @ApiProperty({ description: 'Calls that the draft has no price for' }) not_sold_calls: number;
}

export class RouteEffectView {
  @ApiProperty() channel_id: number;
  @ApiProperty() model: string;
  @ApiProperty() group: string;
  @ApiProperty({ description: 'Calls whose cost is known' }) calls: number;
  @ApiProperty({ description: 'Exact dollars' }) amount_usd: string;
  @ApiProperty({ description: 'Exact dollars' }) supplier_cost_usd: string;
}

export class EffectView {
  @ApiProperty({ description: 'Unix seconds' }) from: number;
  @ApiProperty({ description: 'Unix seconds' }) to: number;
  @ApiProperty({ description: 'False = there were more calls than time to read them; the oldest are left out' })
  is_complete: boolean;
  @ApiProperty({ type: ModelEffectView, description: 'Of all models' }) total: ModelEffectView;
  @ApiProperty({ type: [ModelEffectView] }) models: ModelEffectView[];
  @ApiProperty({ type: [RouteEffectView], description: 'Routes that would have lost money' })
  below_cost: RouteEffectView[];
}

export function toEffectView(effect: Effect): EffectView {
  const models = effect.models();
  const total = models.reduce(
    (sum, one) => ({
      model: '',
      calls: sum.calls + one.calls,
      tokens: sum.tokens + one.tokens,
      old: sum.old + one.old,
      new: sum.new + one.new,
      unreadable: sum.unreadable + one.unreadable,
      notSold: sum.notSold + one.notSold,
    }),
    { model: '', calls: 0, tokens: 0, old: 0n, new: 0n, unreadable: 0, notSold: 0 },
  );
  return {
    from: effect.from,
    to: effect.to,
    is_complete: effect.isComplete,
    total: toModelView(total),
    models: models.map(toModelView),
    below_cost: effect.routesBelowCost().map(({ channelId, model, group, calls, amount, cost }) => ({
      ...{ channel_id: channelId, model, group, calls },
      amount_usd: moneyToUsd(amount),
      supplier_cost_usd: moneyToUsd(cost),
    })),
  };
}

function toModelView(effect: ModelEffect): ModelEffectView {
  return {
    model: effect.model,
    calls: effect.calls,
    tokens: effect.tokens,
    old_usd: moneyToUsd(effect.old),
    new_usd: moneyToUsd(effect.new),
    difference_usd: moneyToUsd(effect.new - effect.old),
    unreadable_calls: effect.unreadable,
    not_sold_calls: effect.notSold,
  };
}
