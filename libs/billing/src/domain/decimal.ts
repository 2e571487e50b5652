/** An exact number: `digits` / 10^`scale`. Prices and ratios are written in tens; doubles are not. */
export interface Decimal {
  digits: bigint;
  scale: number;
}

const FORM = /^(\d{1,30})(?:\.(\d{1,40}))?(?:e([+-]?\d{1,2}))?$/i;
/** What every double tells apart: longer quotients would not come back from JSON as they went. */
const QUOTIENT_DIGITS = 15;

/** Undefined for what is no decimal number of at least zero. */
export function parseDecimal(text: string): Decimal | undefined {
  const [, whole, fraction = '', exponent = '0'] = FORM.exec(text) ?? [];
  if (whole === undefined) return undefined;
  const scale = fraction.length - Number(exponent);
  const digits = BigInt(whole + fraction);
  return shortest(scale < 0 ? { digits: digits * 10n ** BigInt(-scale), scale: 0 } : { digits, scale });
}

/** The same number has the same text: no exponent, no zeros that say nothing. */
export function decimalText({ digits, scale }: Decimal): string {
  if (scale === 0) return digits.toString();
  const text = (digits < 0n ? -digits : digits).toString().padStart(scale + 1, '0');
  return `${digits < 0n ? '-' : ''}${text.slice(0, -scale)}.${text.slice(-scale)}`;
}

export function multiplyDecimals(a: Decimal, b: Decimal): Decimal {
  return shortest({ digits: a.digits * b.digits, scale: a.scale + b.scale });
}

export function addDecimals(a: Decimal, b: Decimal): Decimal {
  const scale = Math.max(a.scale, b.scale);
  const digitsOf = (decimal: Decimal): bigint => decimal.digits * 10n ** BigInt(scale - decimal.scale);
  return shortest({ digits: digitsOf(a) + digitsOf(b), scale });
}

/** Exact where 15 digits hold the quotient, else rounded to them; undefined for a divisor of zero. */
export function divideDecimals(a: Decimal, b: Decimal): Decimal | undefined {
  if (b.digits === 0n) return undefined;
  // Both over one power of ten, then so many places more that enough digits are left to round.
  const places = QUOTIENT_DIGITS + b.digits.toString().length + b.scale + 1;
  const dividend = a.digits * 10n ** BigInt(b.scale + places);
  const divisor = b.digits * 10n ** BigInt(a.scale);
  const quotient = dividend / divisor;
  const excess = Math.max(0, quotient.toString().length - QUOTIENT_DIGITS);
  const unit = 10n ** BigInt(excess);
  const rounded = (quotient + unit / 2n) / unit;
  return shortest(
    excess > places
      ? { digits: rounded * 10n ** BigInt(excess - places), scale: 0 }
      : { digits: rounded, scale: places - excess },
  );
}

/** A number of at least zero times `unit` as a whole number, rounded half up: dollars to nano-dollars, factors to millionths. */
export function toUnits({ digits, scale }: Decimal, unit: bigint): bigint {
  const divisor = 10n ** BigInt(scale);
  return (digits * unit + divisor / 2n) / divisor;
}

/** The same number without zeros that say nothing. */
export function shortest({ digits, scale }: Decimal): Decimal {
  while (scale > 0 && digits % 10n === 0n) {
    digits /= 10n;
    scale -= 1;
  }
  return { digits, scale };
}
