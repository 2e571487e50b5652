import type { AccountKind } from '../domain/account-kind';

/** Sets `leased` of the owners to the sum of their slices. `owners`: the condition on their ids. */
export function sumOfSlices(kind: AccountKind, owners: string): string {
  return `UPDATE ${kind} SET leased = (SELECT COALESCE(SUM(w.amount + w.uncovered), 0) FROM wallet_leases w
    WHERE w.kind = '${kind}' AND w.owner_id = ${kind}.id) WHERE id ${owners}`;
}
