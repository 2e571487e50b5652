import { movesAnything, type LogRow, type PlanPart, type PlanPeriodUse, type Settlement } from './settlement';

/** Charges of one group added up, so that a busy row is updated once per group and not once per call. */
export interface GroupTotals {
  ledger: Settlement[];
  /** `worth`: with what plans pay. */
  users: Map<number, { amount: bigint; worth: bigint; calls: number }>;
  tokens: Map<number, { used: bigint; taken: bigint; atSeconds: number }>;
  channels: Map<number, { amount: bigint; calls: number }>;
  /** What plans pay for, by period of a window. */
  plans: Map<string, PlanUse>;
  /** What the slices of this node pay of it; absent where it has none. */
  leases?: { users: Map<number, bigint>; tokens: Map<number, bigint> };
  logs: LogRow[];
}

export interface PlanUse extends Omit<PlanPeriodUse, 'used'> {
  subscriptionId: number;
  used: bigint;
  /** Counted as this node's own use. */
  isLeased: boolean;
}

export function totalGroup(settlements: readonly Settlement[]): GroupTotals {
  const totals: GroupTotals = {
    ledger: [],
    users: new Map(),
    tokens: new Map(),
    channels: new Map(),
    plans: new Map(),
    logs: [],
  };
  for (const settlement of settlements) {
    if (settlement.log !== undefined) totals.logs.push(settlement.log);
    if (!movesAnything(settlement)) continue;
    const amount = BigInt(settlement.amount);
    const worth = settlement.plan === undefined ? amount : amount + BigInt(settlement.plan.amount);
    totals.ledger.push(settlement);
    addUser(totals.users, settlement.userId, amount, worth);
    if (settlement.channelId !== 0) addChannel(totals.channels, settlement.channelId, worth);
    if (settlement.tokenId !== 0) addToken(totals.tokens, settlement, worth);
    if (settlement.plan !== undefined) addPlan(totals.plans, settlement.plan, settlement.isLeased === true);
    if (settlement.isLeased === true) addLeased(totals, settlement, amount, worth);
  }
  return totals;
}

function addUser(map: GroupTotals['users'], id: number, amount: bigint, worth: bigint): void {
  const sum = map.get(id);
  if (sum === undefined) map.set(id, { amount, worth, calls: 1 });
  else {
    sum.amount += amount;
    sum.worth += worth;
    sum.calls += 1;
  }
}

function addPlan(map: GroupTotals['plans'], { subscriptionId, usages }: PlanPart, isLeased: boolean): void {
  for (const { window, startsAt, endsAt, used } of usages) {
    const key = `${subscriptionId}:${window}:${startsAt}:${isLeased}`;
    const sum = map.get(key);
    if (sum === undefined) map.set(key, { subscriptionId, window, startsAt, endsAt, used: BigInt(used), isLeased });
    else sum.used += BigInt(used);
  }
}

function addChannel(map: GroupTotals['channels'], id: number, amount: bigint): void {
  const sum = map.get(id);
  if (sum === undefined) map.set(id, { amount, calls: 1 });
  else {
    sum.amount += amount;
    sum.calls += 1;
  }
}

function addLeased(
  totals: GroupTotals,
  { userId, tokenId, isTokenLimited }: Settlement,
  amount: bigint,
  worth: bigint,
): void {
  totals.leases ??= { users: new Map(), tokens: new Map() };
  const { users, tokens } = totals.leases;
  users.set(userId, (users.get(userId) ?? 0n) + amount);
  if (isTokenLimited) tokens.set(tokenId, (tokens.get(tokenId) ?? 0n) + worth);
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
