import { moneyToUsd, type Money } from '@app/kernel';
import type { PriceBreakdown, PriceLine } from '../domain/price-breakdown';
import {
  addDecimals,
  decimalText,
  multiplyDecimals,
  parseDecimal,
  shortest,
  toUnits,
  type Decimal,
} from '../domain/decimal';

/** One part of a charge, to be checked by hand: count × unit price ÷ per × group factor = sum. */
export interface ChargeItem {
  /**
   * Class of tokens, `call`, `second`, or with its name `tool:web_search`, `image:1024x1024/hd`. `plan`: what a plan paid,
   * negative and not multiplied by the group factor.
   */
  item: string;
  count: number;
  /** Decimal dollars, before the group factor. */
  unit_price_usd: string;
  /** How many the unit price is for. */
  per: number;
  /** Exact decimal dollars, not rounded. */
  sum_usd: string;
}

export interface ChargeItems {
  /** Decimal with at most six places. */
  group_factor: string;
  items: ChargeItem[];
  /** Sum of the items' sums; the charge is this, rounded once. */
  exact_usd: string;
}

/** Places behind the point that count of a group factor; charges are worked out with millionths. */
const FACTOR_PLACES = 6;

/** Undefined when a line's price cannot be read: no items are better than ones that do not add up. */
export function chargeItems(breakdown: PriceBreakdown, paidByPlan: Money = 0n): ChargeItems | undefined {
  const factor = groupFactor(breakdown.group_ratio);
  if (factor === undefined) return undefined;
  let total: Decimal = { digits: 0n, scale: 0 };
  const items: ChargeItem[] = [];
  for (const line of breakdown.lines) {
    const price = unitPriceOf(line);
    const unitPrice = parseDecimal(price.usd);
    const count = parseDecimal(String(line.count));
    if (unitPrice === undefined || count === undefined) return undefined;
    const beforeDivision = multiplyDecimals(multiplyDecimals(count, unitPrice), factor);
    const sum = shortest({ ...beforeDivision, scale: beforeDivision.scale + price.perPlaces });
    total = addDecimals(total, sum);
    items.push({
      item: line.name === undefined ? line.class : `${line.class}:${line.name}`,
      count: line.count,
      unit_price_usd: price.usd,
      per: 10 ** price.perPlaces,
      sum_usd: decimalText(sum),
    });
  }
  if (paidByPlan > 0n) {
    total = addDecimals(total, { digits: -paidByPlan, scale: 9 });
    const usd = moneyToUsd(-paidByPlan);
    items.push({ item: 'plan', count: 1, unit_price_usd: usd, per: 1, sum_usd: usd });
  }
  return { group_factor: decimalText(factor), items, exact_usd: decimalText(total) };
}

/** As the charge was worked out: from the decimal that the factor was written as, which its double may lie below. */
function groupFactor(ratio: number): Decimal | undefined {
  const written = parseDecimal(String(ratio));
  if (written === undefined) return undefined;
  return shortest({ digits: toUnits(written, 10n ** BigInt(FACTOR_PLACES)), scale: FACTOR_PLACES });
}

/** The price of a line and, as a power of ten, how many it is for. */
function unitPriceOf(line: PriceLine): { usd: string; perPlaces: number } {
  if (line.usd_per_million !== undefined) return { usd: line.usd_per_million, perPlaces: 6 };
  return { usd: line.usd_per_call ?? '', perPlaces: 0 };
}
