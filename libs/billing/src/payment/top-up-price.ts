import { divideHalfAway } from '@app/kernel';
import { parseDecimal } from '../domain/decimal';
import type { PaymentAmount } from './payment-provider';

/** What the operator has set, as of now. */
export interface TopUpPrices {
  /** Price of one unit by validity in days; `-1` = without end. */
  byValidity: ReadonlyMap<string, number>;
  byGroup: ReadonlyMap<string, number>;
  /** Factor by exact amount; undefined = the table is switched off. */
  byAmount: ReadonlyMap<string, number> | undefined;
  /** Factor by currency of the provider. */
  byCurrency: ReadonlyMap<string, number>;
}

export interface TopUpWish {
  /** Whole units. */
  amount: number;
  validity: string;
  group: string;
  currency: string;
}

export type TopUpPrice =
  { ok: true; price: PaymentAmount } | { ok: false; reason: 'validity-unknown' | 'amount-not-offered' | 'price-zero' };

/** The one place where a price of a top-up is worked out and rounded: to the currency's smallest unit, half up. */
export function topUpPrice(wish: TopUpWish, prices: TopUpPrices): TopUpPrice {
  const unitPrice = prices.byValidity.get(wish.validity);
  if (unitPrice === undefined) return { ok: false, reason: 'validity-unknown' };
  const discount = discountOf(wish.amount, prices.byAmount);
  if (discount === undefined) return { ok: false, reason: 'amount-not-offered' };
  // A group with the factor 0 would buy for nothing; it is read as 1, as it always was.
  const groupFactor = prices.byGroup.get(wish.group) || 1;
  const currencyFactor = prices.byCurrency.get(wish.currency) || 1;
  const factors = [unitPrice, groupFactor, discount, currencyFactor].map((factor) => parseDecimal(String(factor))!);
  const digits = factors.reduce((product, factor) => product * factor.digits, BigInt(wish.amount));
  const scale = factors.reduce((sum, factor) => sum + factor.scale, 0);
  const minor = divideHalfAway(digits * 10n ** BigInt(currencyDecimals(wish.currency)), 10n ** BigInt(scale));
  if (minor <= 0n) return { ok: false, reason: 'price-zero' };
  return { ok: true, price: { minor, currency: wish.currency } };
}

/** With the table of amounts switched on only those in it are sold, as the page shows it. */
function discountOf(amount: number, table: ReadonlyMap<string, number> | undefined): number | undefined {
  return table === undefined || table.size === 0 ? 1 : table.get(String(amount));
}

/** Decimals of a currency's smallest unit: 2 for CNY and USD, 0 for JPY. */
export function currencyDecimals(currency: string): number {
  const { maximumFractionDigits } = new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions();
  return maximumFractionDigits ?? 2;
}

/** "12.34"; what people and forms are shown. */
export function amountText({ minor, currency }: PaymentAmount): string {
  const decimals = currencyDecimals(currency);
  if (decimals === 0) return minor.toString();
  const digits = minor.toString().padStart(decimals + 1, '0');
  return `${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`;
}

/** The reverse; undefined unless it is a plain decimal number without more decimals than the currency has. */
export function readAmount(text: string, currency: string): PaymentAmount | undefined {
  const match = /^(\d{1,12})(?:\.(\d{1,8}))?$/.exec(text.trim());
  if (match === null) return undefined;
  const decimals = currencyDecimals(currency);
  const fraction = (match[2] ?? '').padEnd(decimals, '0');
  if (/[1-9]/.test(fraction.slice(decimals))) return undefined;
  return { minor: BigInt(`${match[1]}${fraction.slice(0, decimals)}`), currency };
}
