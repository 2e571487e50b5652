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

/** A stored price line for people. */
export function priceLineView({ class: name, count, ...price }: PriceLine): PriceLineView {
  if (price.usd_per_million !== undefined) {
    return view(name, count, 'perMillion', price.usd_per_million, 1_000_000);
  }
  if (price.usd_per_call !== undefined) return view(name, count, 'perCall', price.usd_per_call, 1);
  return { class: name, count, unit: undefined, unitPrice: '', amount: '' };
}

function view(name: string, count: number, unit: 'perMillion' | 'perCall', price: string, per: number): PriceLineView {
  // Shown only, never summed: a double is exact enough here.
  const amount = (Number(price) * count) / per;
  return { class: name, count, unit, unitPrice: formatUsd(price), amount: formatUsd(amount, { mostDigits: 9 }) };
}
