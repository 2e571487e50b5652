import fc from 'fast-check';

/** Users of a storm. No call uses more than it reserved, so no wallet may ever go below zero. */
export const STORM_USERS = 5;
/** Codes of a storm: fewer than the tries, so that several clients want the same. */
export const STORM_CODES = 12;
const CLIENTS = 50;

/** `turns`: turns of the event loop to wait before. Keys and codes are drawn from few, so they meet. */
export type StormStep = { user: number; turns: number } & (
  | {
      kind: 'call';
      reserved: number;
      used: number;
      end: 'settle' | 'settle-twice' | 'release' | 'leave-open';
      isLimited: boolean;
    }
  | { kind: 'top-up'; key: number; amount: number; days: number | null }
  | { kind: 'redeem'; code: number }
  | { kind: 'refund'; key: number; amount: number }
  | { kind: 'call-refund'; key: number; amount: number }
  | { kind: 'transfer'; key: number; amount: number }
  | { kind: 'withdraw'; key: number; amount: number }
  | { kind: 'expire' }
);

export interface Storm {
  clients: StormStep[][];
  /** After so many ended steps the process dies. */
  crashes: number[];
  /** The last end is a death too: what was lost on the way may still be in the journal then, and after a clean end it is not. */
  endsWithCrash: boolean;
  /** In 1000 transactions so many fail at their commit, and so many commit without the answer arriving. */
  failing: number;
  unanswered: number;
  /** Decides which. */
  faultSeed: number;
}

const anybody = fc.integer({ min: 0, max: STORM_USERS - 1 });
const turns = fc.integer({ min: 0, max: 20 });
const key = fc.integer({ min: 0, max: 39 });
const amount = fc.integer({ min: 1, max: 50 });
const kind = <K extends string>(name: K) => fc.constant(name);

const call = fc
  .record({
    ...{ kind: kind('call'), user: anybody, turns, isLimited: fc.boolean() },
    ...{ reserved: fc.integer({ min: 1, max: 40 }), share: fc.integer({ min: 1, max: 100 }) },
    end: fc.constantFrom('settle', 'settle', 'settle', 'settle-twice', 'release', 'leave-open'),
  })
  .map(({ share, ...step }): StormStep => ({ ...step, used: Math.ceil((step.reserved * share) / 100) }));
const movement: fc.Arbitrary<StormStep> = fc.oneof(
  fc.record({
    ...{ kind: kind('top-up'), user: anybody, turns, key, amount },
    days: fc.oneof(fc.constant(null), fc.integer({ min: 1, max: 3 })),
  }),
  fc.record({ kind: kind('top-up'), user: anybody, turns, key, amount, days: fc.constant(null) }),
  fc.record({ kind: kind('redeem'), user: anybody, turns, code: fc.integer({ min: 0, max: STORM_CODES - 1 }) }),
  fc.record({ kind: kind('refund'), user: anybody, turns, key, amount }),
  fc.record({ kind: kind('call-refund'), user: anybody, turns, key, amount: fc.integer({ min: 1, max: 3 }) }),
  fc.record({ kind: kind('transfer'), user: anybody, turns, key, amount }),
  fc.record({ kind: kind('withdraw'), user: anybody, turns, key, amount }),
  fc.record({ kind: kind('expire'), user: anybody, turns }),
);
const step = fc.oneof({ weight: 3, arbitrary: call }, { weight: 2, arbitrary: movement });

export const storms: fc.Arbitrary<Storm> = fc.record({
  clients: fc.array(fc.array(step, { minLength: 2, maxLength: 6, size: 'max' }), {
    minLength: CLIENTS,
    maxLength: CLIENTS,
  }),
  crashes: fc.array(fc.integer({ min: 5, max: 2 * CLIENTS }), { maxLength: 2 }),
  endsWithCrash: fc.boolean(),
  failing: fc.constantFrom(0, 30, 100),
  unanswered: fc.constantFrom(0, 30, 100),
  faultSeed: fc.integer({ min: 1, max: 0x7fffffff }),
});
