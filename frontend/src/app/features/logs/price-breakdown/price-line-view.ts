import type { PriceLine } from '../../../api/types';
import { formatUsd } from '../../../ui/money/format-usd';

export interface PriceLineView {
  class: string;
  count: number;
  unit: 'perMillion' | 'perCall' | undefined;
  unitPrice: string;
  /** Before the group's factor. */
  amount: string;
}

/** A stored price line for people. Lines without an amount of their own get count × unit price. */
export function priceLineView(line: PriceLine): PriceLineView {
  const count = line.count ?? line.tokens ?? 0;
  const unit =
    line.usd_per_million !== undefined ? 'perMillion' : line.usd_per_call !== undefined ? 'perCall' : undefined;
  const price = line.usd_per_million ?? line.usd_per_call;
  // Shown only, never summed: a double is exact enough here.
  const amount = line.usd ?? (Number(price ?? 0) * count) / (unit === 'perMillion' ? 1_000_000 : 1);
  return {
    class: line.class,
    count,
    unit,
    unitPrice: price === undefined ? '' : formatUsd(price),
    amount: formatUsd(amount, { mostDigits: 9 }),
  };
}
