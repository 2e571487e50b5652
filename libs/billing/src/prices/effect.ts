import type { Money } from '@app/kernel';
import type { RatedRow, ReRated } from './re-rate';

export interface ModelEffect {
  model: string;
  /** Calls that could be rated again; the sums are theirs alone. */
  calls: number;
  tokens: number;
  old: Money;
  new: Money;
  /** Calls whose rows say too little. */
  unreadable: number;
  /** Calls that the list has no price for. */
  notSold: number;
}

/** Calls that went by one channel for one model and group, as far as their cost is known. */
export interface RouteEffect {
  channelId: number;
  model: string;
  group: string;
  calls: number;
  amount: Money;
  cost: Money;
}

/** Of calls in a range of time (Unix seconds): what they cost, plans too, and what they would have cost. */
export class Effect {
  private readonly byModel = new Map<string, ModelEffect>();
  private readonly byRoute = new Map<string, RouteEffect>();
  private isWhole = true;

  constructor(
    readonly from: number,
    readonly to: number,
  ) {}

  /** Every call of the range is in it. */
  get isComplete(): boolean {
    return this.isWhole;
  }

  endEarly(): this {
    this.isWhole = false;
    return this;
  }

  /** Dearest first. */
  models(): ModelEffect[] {
    return [...this.byModel.values()].sort((a, b) => Number(b.old - a.old) || a.model.localeCompare(b.model));
  }

  /** Routes that would have lost money, the greatest loss first. */
  routesBelowCost(): RouteEffect[] {
    const losing = [...this.byRoute.values()].filter(({ amount, cost }) => amount < cost);
    return losing.sort((a, b) => Number(b.cost - b.amount - (a.cost - a.amount)));
  }

  add(row: RatedRow, rated: ReRated): void {
    const sum = this.sumOf(row.modelName);
    if (rated === 'unreadable') sum.unreadable++;
    else if (rated === 'not-sold') sum.notSold++;
    else {
      sum.calls++;
      sum.tokens += row.promptTokens + row.completionTokens;
      sum.old += rated.old;
      sum.new += rated.amount;
      if (rated.cost !== undefined) this.addRoute(row, rated.amount, rated.cost);
    }
  }

  private sumOf(model: string): ModelEffect {
    let sum = this.byModel.get(model);
    if (sum === undefined) {
      sum = { model, calls: 0, tokens: 0, old: 0n, new: 0n, unreadable: 0, notSold: 0 };
      this.byModel.set(model, sum);
    }
    return sum;
  }

  private addRoute({ channelId, modelName: model, priceGroup: group }: RatedRow, amount: Money, cost: Money): void {
    const key = JSON.stringify([channelId, model, group]);
    const route = this.byRoute.get(key) ?? { channelId, model, group, calls: 0, amount: 0n, cost: 0n };
    route.calls++;
    route.amount += amount;
    route.cost += cost;
    this.byRoute.set(key, route);
  }
}
