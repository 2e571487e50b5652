import type { ValueTransformer } from 'typeorm';

/** 64-bit column ↔ bigint. Drivers hand it over as string (MySQL, PostgreSQL) or number/bigint (SQLite). */
export const bigintColumn: ValueTransformer = {
  from: (value: string | number | bigint | null) => (value === null ? null : BigInt(value)),
  to: (value: bigint | null | undefined) => (typeof value === 'bigint' ? value.toString() : value),
};

/** 64-bit column ↔ number, for times and counters that stay below 2^53. */
export const numberColumn: ValueTransformer = {
  from: (value: string | number | bigint | null) => (value === null ? null : Number(value)),
  to: (value: number | null | undefined) => value,
};
