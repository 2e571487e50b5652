/** A number that is not negative as `digits / 10^scale`, exactly. */
export interface ExactDecimal {
  digits: bigint;
  scale: number;
}

/**
 * The decimal that the shortest text of a number says: what an operator typed as 7.3 counts as 7.3, not as the binary
 * fraction that is nearest to it.
 */
export function exactDecimal(value: number): ExactDecimal {
  const match = /^(\d+)(?:\.(\d+))?(?:e([+-]\d+))?$/.exec(String(value));
  if (match === null) throw new RangeError(`not a decimal of 0 or more: ${value}`);
  const [, whole = '', fraction = '', exponent = '0'] = match;
  const digits = BigInt(whole + fraction);
  const scale = fraction.length - Number(exponent);
  return scale >= 0 ? { digits, scale } : { digits: digits * 10n ** BigInt(-scale), scale: 0 };
}
