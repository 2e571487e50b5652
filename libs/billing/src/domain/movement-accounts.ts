import type { CounterAccount, LedgerAccount, LedgerMovement, LedgerOperation } from '../ledger.contract';

interface Sides {
  account: LedgerAccount;
  counter: CounterAccount;
}

const wallet = (counter: CounterAccount): Sides => ({ account: 'wallet', counter });
const reward = (counter: CounterAccount): Sides => ({ account: 'reward', counter });

const USUAL_SIDES: Record<LedgerOperation, Sides> = {
  usage: wallet('revenue'),
  opening: wallet('opening'),
  adjustment: wallet('adjustments'),
  gift: wallet('gifts'),
  redemption: wallet('gifts'),
  'top-up': wallet('payments'),
  'order-refund': wallet('payments'),
  rebate: reward('gifts'),
  transfer: wallet('reward'),
  withdrawal: reward('withdrawals'),
  'withdrawal-return': reward('withdrawals'),
  expiry: wallet('expiry'),
  'call-refund': wallet('revenue'),
  'plan-purchase': wallet('plans'),
};

/** The two accounts that a movement is between. */
export function movementAccounts(movement: Pick<LedgerMovement, 'operation' | 'account' | 'counter'>): Sides {
  const usual = USUAL_SIDES[movement.operation];
  const sides = { account: movement.account ?? usual.account, counter: movement.counter ?? usual.counter };
  if (sides.account === sides.counter) throw new Error(`A ${movement.operation} between ${sides.account} and itself`);
  return sides;
}

/** What the movement adds to each of the user's accounts. */
export function movementEffect(movement: LedgerMovement): Record<LedgerAccount, bigint> {
  const { account, counter } = movementAccounts(movement);
  const effect = { wallet: 0n, reward: 0n };
  effect[account] += movement.amount;
  if (counter === 'wallet' || counter === 'reward') effect[counter] -= movement.amount;
  return effect;
}
