/** What the clients of a storm know: what they tried, and what they were told. */
export class StormBooks {
  /** Signed amount by `operation key`; what was tried may be in the ledger. */
  readonly tried = new Map<string, bigint>();
  /** Must be in the ledger: the post said so, or the charge called back. */
  readonly confirmed = new Set<string>();
  /** Movements whose last word was a refusal, and that nobody tried again. */
  readonly refused = new Set<string>();
  /** Broken promises that were seen while it went on. */
  readonly faults: string[] = [];
  /** Steps that ended with an error the storm did not plant. */
  readonly errors: string[] = [];

  try(operation: string, key: string, amount: bigint): string {
    const name = `${operation} ${key}`;
    const before = this.tried.get(name);
    if (before !== undefined && before !== amount) throw new Error(`${name} has two amounts`);
    this.tried.set(name, amount);
    return name;
  }

  /** Compares with the ledger rows of the storm's users. */
  compare(rows: readonly { operation: string; key: string; amount: bigint }[]): string[] {
    const found = [...this.faults];
    const seen = new Set<string>();
    for (const { operation, key, amount } of rows) {
      const name = `${operation} ${key}`;
      if (seen.has(name)) found.push(`${name} is in the ledger twice`);
      seen.add(name);
      // These are made by others: by the end of a lot, by a credit to somebody invited.
      if (operation === 'expiry' || operation === 'rebate' || operation === 'opening') continue;
      if (!this.tried.has(name)) found.push(`${name} is in the ledger, nobody asked for it`);
      else if (this.tried.get(name) !== amount) found.push(`${name}: ${amount} instead of ${this.tried.get(name)}`);
    }
    for (const name of this.confirmed)
      if (!seen.has(name)) found.push(`${name} was confirmed and is not in the ledger`);
    for (const name of this.refused) if (seen.has(name)) found.push(`${name} was refused and is in the ledger`);
    return found;
  }
}
