/**
 * Money is a whole number of nano-dollars (1 USD = 1 000 000 000), held as bigint. See docs/adr/0004-money-unit.md.
 * The API of this family shows money as "quota" (500 000 per USD by default); conversion happens only at that edge.
 */
export type Money = bigint;

export const NANO_PER_USD = 1_000_000_000n;

/** Quota per USD unless the option `QuotaPerUnit` says otherwise; then one quota is 2 000 nano-dollars. */
export const DEFAULT_QUOTA_PER_USD = 500_000;

/** Quota (whole or fractional) to money, rounded half away from zero. For amounts people type, not for charges. */
export function quotaToMoney(quota: number, quotaPerUsd = DEFAULT_QUOTA_PER_USD): Money {
  if (!Number.isFinite(quota)) throw new RangeError(`quota is not a finite number: ${quota}`);
  if (Number.isInteger(quota) && Number.isInteger(quotaPerUsd)) {
    return divideHalfAway(BigInt(quota) * NANO_PER_USD, BigInt(quotaPerUsd));
  }
  return BigInt(Math.round((quota / quotaPerUsd) * 1e9));
}

/** What is left, as whole quota: rounded down, so nothing is shown that cannot be spent. */
export function balanceToQuota(money: Money, quotaPerUsd = DEFAULT_QUOTA_PER_USD): number {
  return Number(floorDivide(money * scale(quotaPerUsd), NANO_PER_USD * SCALE));
}

/** What was charged, as whole quota: rounded up, so a charge never shows as zero. */
export function chargeToQuota(money: Money, quotaPerUsd = DEFAULT_QUOTA_PER_USD): number {
  return Number(-floorDivide(-money * scale(quotaPerUsd), NANO_PER_USD * SCALE));
}

/** Exact decimal dollars, without trailing zeros: 7500000n → "0.0075". */
export function moneyToUsd(money: Money): string {
  const sign = money < 0n ? '-' : '';
  const digits = (money < 0n ? -money : money).toString().padStart(10, '0');
  const fraction = digits.slice(-9).replace(/0+$/, '');
  return `${sign}${digits.slice(0, -9)}${fraction === '' ? '' : `.${fraction}`}`;
}

/** The reverse of moneyToUsd; undefined when the text is not decimal dollars with at most nine decimals. */
export function usdToMoney(text: string): Money | undefined {
  if (!/^-?\d{1,12}(?:\.\d{1,9})?$/.test(text)) return undefined;
  const [whole = '', fraction = ''] = text.split('.');
  return BigInt(whole + fraction.padEnd(9, '0'));
}

/** Integer division rounded half away from zero. The divisor must be positive. */
export function divideHalfAway(dividend: bigint, divisor: bigint): bigint {
  const half = divisor / 2n;
  return dividend >= 0n ? (dividend + half) / divisor : -((-dividend + half) / divisor);
}

const SCALE = 1_000n;
/** QuotaPerUnit may be set to a fraction by operators; three decimals are kept. */
function scale(quotaPerUsd: number): bigint {
  return BigInt(Math.round(quotaPerUsd * Number(SCALE)));
}

function floorDivide(dividend: bigint, divisor: bigint): bigint {
  const quotient = dividend / divisor;
  return dividend % divisor < 0n ? quotient - 1n : quotient;
}
