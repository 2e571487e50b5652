import type { LogRow, Settlement } from './settlement';

/** Charges of one group added up, so that a busy row is updated once per group and not once per call. */
export interface GroupTotals {
  ledger: Settlement[];
  users: Map<number, { amount: bigint; calls: number }>;
  tokens: Map<number, { used: bigint; taken: bigint; atSeconds: number }>;
  channels: Map<number, { amount: bigint; calls: number }>;
  /** What the slices of this node pay of it; absent where it has none. */
  leases?: { users: Map<number, bigint>; tokens: Map<number, bigint> };
  logs: LogRow[];
}

export function totalGroup(settlements: readonly Settlement[]): GroupTotals {
  const totals: GroupTotals = { ledger: [], users: new Map(), tokens: new Map(), channels: new Map(), logs: [] };
  for (const settlement of settlements) {
    if (settlement.log !== undefined) totals.logs.push(settlement.log);
    if (settlement.amount === '0') continue;
    const amount = BigInt(settlement.amount);
    totals.ledger.push(settlement);
    addCall(totals.users, settlement.userId, amount);
    if (settlement.channelId !== 0) addCall(totals.channels, settlement.channelId, amount);
    if (settlement.tokenId !== 0) addToken(totals.tokens, settlement, amount);
    if (settlement.isLeased === true) addLeased(totals, settlement, amount);
  }
  return totals;
}

function addCall(map: Map<number, { amount: bigint; calls: number }>, id: number, amount: bigint): void {
  const sum = map.get(id);
  if (sum === undefined) map.set(id, { amount, calls: 1 });
  else {
    sum.amount += amount;
    sum.calls += 1;
  }
}

function addLeased(totals: GroupTotals, { userId, tokenId, isTokenLimited }: Settlement, amount: bigint): void {
  totals.leases ??= { users: new Map(), tokens: new Map() };
  const { users, tokens } = totals.leases;
  users.set(userId, (users.get(userId) ?? 0n) + amount);
  if (isTokenLimited) tokens.set(tokenId, (tokens.get(tokenId) ?? 0n) + amount);
}

function addToken(map: GroupTotals['tokens'], settlement: Settlement, amount: bigint): void {
  const taken = settlement.isTokenLimited ? amount : 0n;
  const sum = map.get(settlement.tokenId);
  if (sum === undefined) map.set(settlement.tokenId, { used: amount, taken, atSeconds: settlement.atSeconds });
  else {
    sum.used += amount;
    sum.taken += taken;
    sum.atSeconds = Math.max(sum.atSeconds, settlement.atSeconds);
  }
}
