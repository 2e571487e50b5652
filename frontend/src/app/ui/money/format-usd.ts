interface UsdFormat {
  /** Digits shown at least, zeros included. */
  leastDigits?: number;
  /** Digits shown at most; what lies behind is rounded half away from zero. */
  mostDigits?: number;
}

const DECIMAL = /^(-?)(\d+)(?:\.(\d+))?$/;

/**
 * Writes an amount for people. Works on the text of the number, since amounts are exact decimals that a double would
 * change; what is not a plain decimal is shown as it came. An amount too small to show is never shown as nothing.
 */
export function formatUsd(amount: string | number, { leastDigits = 2, mostDigits = 6 }: UsdFormat = {}): string {
  const match = DECIMAL.exec(typeof amount === 'number' ? plainText(amount) : amount.trim());
  if (match === null) return `$${amount}`;
  const [, sign = '', whole = '0', fraction = ''] = match;

  const kept = BigInt(whole + fraction.slice(0, mostDigits).padEnd(mostDigits, '0'));
  const rounded = (fraction[mostDigits] ?? '0') >= '5' ? kept + 1n : kept;
  const isNothing = /^0*$/.test(whole + fraction);
  if (rounded === 0n && !isNothing) return `${sign}<$0.${'0'.repeat(mostDigits - 1)}1`;

  const digits = rounded.toString().padStart(mostDigits + 1, '0');
  const units = digits.slice(0, digits.length - mostDigits).replace(/\B(?=(\d{3})+$)/g, ',');
  const cents = digits
    .slice(digits.length - mostDigits)
    .replace(/0+$/, '')
    .padEnd(leastDigits, '0');
  return `${isNothing ? '' : sign}$${units}${cents === '' ? '' : `.${cents}`}`;
}

/** `String(1e-7)` is no plain decimal. */
function plainText(amount: number): string {
  return Number.isFinite(amount) ? amount.toFixed(12) : String(amount);
}
