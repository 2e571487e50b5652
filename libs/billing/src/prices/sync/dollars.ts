import { decimalText, divideDecimals, multiplyDecimals, parseDecimal, type Decimal } from '../../domain/decimal';
import { readAmount } from '../../domain/read-price-list';

type Json = Record<string, unknown>;

/** A number of somebody else's list in the unit of ours, exact as far as 15 digits go; undefined for all that is no price. */
export function dollarsOf(value: unknown, unit: { times?: bigint; per?: bigint } = {}): string | undefined {
  if (typeof value !== 'number' && typeof value !== 'string') return undefined;
  const number = parseDecimal(String(value));
  if (number === undefined) return undefined;
  const dollars = divided(multiplyDecimals(number, whole(unit.times ?? 1n)), unit.per);
  return dollars === undefined ? undefined : readAmount(decimalText(dollars));
}

/** Something is said, and it is no price: nobody may guess what it stands for. */
export function isNoPrice(value: unknown): boolean {
  return value !== undefined && value !== null && dollarsOf(value) === undefined;
}

function divided(number: Decimal, by: bigint | undefined): Decimal | undefined {
  return by === undefined ? number : divideDecimals(number, whole(by));
}

function whole(digits: bigint): Decimal {
  return { digits, scale: 0 };
}

export function isObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
