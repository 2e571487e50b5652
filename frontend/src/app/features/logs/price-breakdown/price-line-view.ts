import type { PriceLine } from '../../../api/types';
import { formatUsd } from '../../../ui/money/format-usd';

type Unit = 'perMillion' | 'perCall' | 'perImage' | 'perSecond';

/** What one of each class is; all others are calls. */
const UNITS: Readonly<Record<string, Unit>> = { image: 'perImage', second: 'perSecond' };

export interface PriceLineView {
  class: string;
  /** Which tool, or which size of image; empty = the class says it all. */
  name: string;
  count: number;
  unit: Unit | undefined;
  unitPrice: string;
  /** Before the group's factor. */
  amount: string;
}

/** A stored price line for people. */
export function priceLineView({ class: kind, name = '', count, ...price }: PriceLine): PriceLineView {
  const what = { class: kind, name, count };
  if (price.usd_per_million !== undefined)
    return { ...what, ...priced(count, 'perMillion', price.usd_per_million, 1e6) };
  if (price.usd_per_call !== undefined) {
    return { ...what, ...priced(count, UNITS[kind] ?? 'perCall', price.usd_per_call, 1) };
  }
  return { ...what, unit: undefined, unitPrice: '', amount: '' };
}

function priced(
  count: number,
  unit: Unit,
  price: string,
  per: number,
): Pick<PriceLineView, 'unit' | 'unitPrice' | 'amount'> {
  // Shown only, never summed: a double is exact enough here.
  const amount = (Number(price) * count) / per;
  return { unit, unitPrice: formatUsd(price), amount: formatUsd(amount, { mostDigits: 9 }) };
}
