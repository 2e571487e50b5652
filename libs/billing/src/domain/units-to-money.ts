import { NANO_PER_USD, type Money } from '@app/kernel';

/** Units (display dollars) with at most two decimals, as people type them. */
export function unitsToMoney(units: number): Money {
  return BigInt(Math.round(units * 100)) * (NANO_PER_USD / 100n);
}
