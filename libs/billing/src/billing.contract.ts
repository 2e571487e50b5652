import type { AppError, Money } from '@app/kernel';

/** Classes of what went in and of what came out, as they are priced, stored and shown. */
export const INPUT_CLASSES = [
  'input',
  'cacheRead',
  'cacheWrite5m',
  'cacheWrite1h',
  'imageInput',
  'audioInput',
] as const;
export const OUTPUT_CLASSES = ['output', 'reasoning', 'imageOutput', 'audioOutput'] as const;
export type TokenClass = (typeof INPUT_CLASSES)[number] | (typeof OUTPUT_CLASSES)[number];

/**
 * What one call used, in disjoint classes: every token is in exactly one of them. Filled by one rule per upstream shape, so
 * billing never sees a vendor's field names. The one record that charges, log rows and all dialects are made from.
 */
export interface TokenUsage extends Record<TokenClass, number> {
  /** Text of the prompt that came from no cache and went into none. */
  input: number;
  /** Read from the upstream's cache, of whatever kind it is. */
  cacheRead: number;
  /** Written into the cache for five minutes, and for an hour. */
  cacheWrite5m: number;
  cacheWrite1h: number;
  imageInput: number;
  audioInput: number;
  /** Visible text, tool calls included. */
  output: number;
  /** Thinking that is billed as output. */
  reasoning: number;
  imageOutput: number;
  audioOutput: number;
  /** Calls of hosted tools by name, e.g. web_search. */
  toolCalls?: Record<string, number>;
  /** Images that were made, by `size/quality` or `size`. */
  images?: Record<string, number>;
  /** Length of sound or film that is billed by time. */
  milliseconds?: number;
  /** The upstream gave no usable figures for all or a part of it; these were counted here. */
  isEstimated: boolean;
  /** Figures that cannot be were cut to what can. */
  isClamped?: boolean;
}

/** What is used beside tokens. */
export type ExtraUsage = Pick<TokenUsage, 'toolCalls' | 'images' | 'milliseconds'>;

/** Prices of tokens in nano-dollars per million, before the group factor. */
export interface TokenPrices {
  inputPerMillion: bigint;
  outputPerMillion: bigint;
  /** The classes that have a price of their own; the others cost what text of their side does. */
  ownPerMillion: OwnPrices | undefined;
}

/** What is charged beside tokens, in nano-dollars before the group factor. */
export interface ExtraPrices {
  perToolCall: ReadonlyMap<string, Money>;
  /** By `size/quality`, `size` or `*`. */
  perImage: ReadonlyMap<string, Money>;
  perSecond: Money;
}

/** A price that was looked up once per call and is frozen on its log row. */
export type Quote = {
  /** The log row's column `price` as a JSON string of ASCII: written on every row that was rated with it, made once. */
  priceText: string;
  model: string;
  /** Version of the price book that it is from. */
  version: number;
  groupRatio: number;
  /** Group factor in millionths. */
  groupFactorPpm: bigint;
} & (
  | (TokenPrices & {
      kind: 'ratio';
      /** The prices in the old notation, rounded, for people. */
      modelRatio: number;
      completionRatio: number;
      /** Ascending; the last one whose `above` is less than the input's tokens prices the whole request. */
      tiers: readonly (TokenPrices & { above: number })[] | undefined;
      extras: ExtraPrices | undefined;
    })
  | { kind: 'per-call'; pricePerCall: Money; priceUsd: number }
);

export type OwnPrices = Readonly<Partial<Record<TokenClass, bigint>>>;

/** One try at one channel. */
export interface AttemptRecord {
  channelId: number;
  channelName: string;
  /** Upstream status; 0 = no answer. */
  status: number;
  durationMs: number;
  /** Stable code of what went wrong, absent on success. */
  error?: string;
}

/** How a call ended, see docs/settlement.md. */
export type EndState =
  'completed' | 'caller-gone' | 'upstream-error' | 'upstream-broken' | 'timeout' | 'refused' | 'interrupted';

/**
 * On what a charge rests: the upstream's figures of a whole answer; its figures of a part, with what was counted beyond them;
 * a count alone; none where nothing is charged.
 */
export type Evidence = 'reported' | 'partial' | 'counted' | 'none';

/** What becomes of the upstream's call when the caller leaves: it is stopped, or read to its end. */
export type OnDisconnect = 'cancel' | 'drain';

/** Facts of a call for its log row. */
export interface CallRecord {
  requestId: string;
  userId: number;
  username: string;
  tokenId: number;
  tokenName: string;
  group: string;
  /** As the caller named it. */
  requestedModel: string;
  /** As it was sent upstream; empty when nothing was sent. */
  upstreamModel: string;
  channelId: number;
  channelName: string;
  isStream: boolean;
  ip: string;
  startedAtMs: number;
  /** Until the first byte of the answer went out; 0 = none did. */
  firstByteMs: number;
  durationMs: number;
  attempts: readonly AttemptRecord[];
  endState: EndState;
  evidence: Evidence;
  /** What was done, or would have been, had the caller left. */
  onDisconnect: OnDisconnect;
  /** HTTP status the caller saw. */
  status: number;
  errorCode: string;
  /** What is worth knowing of a call that went well; empty = nothing. */
  note: string;
  /** Full text for staff. */
  errorText: string;
}

export interface ReserveRequest {
  requestId: string;
  userId: number;
  tokenId: number;
  /** The token has no allowance of its own. */
  isUnlimitedToken: boolean;
  /** Most the call is expected to cost. */
  amount: Money;
  /** Tokens in and out that go with that amount, for plans that count them. Absent = none are known. */
  tokens?: number;
  /** Model that serves the one that was named, where that is another; plans may name either. */
  servedModel?: string;
  /** What a log row says if the process dies before the call is settled. */
  describe: HoldDescription;
}

export type HoldDescription = Pick<CallRecord, 'username' | 'tokenName' | 'requestedModel' | 'ip' | 'startedAtMs'>;

export type ReserveOutcome = { ok: true } | { ok: false; error: AppError };

/**
 * Charges calls. All operations are keyed by the request id: the first `settle` or `release` of an id ends its
 * reservation, every later one has no effect.
 *
 * Money is held in memory at once, so parallel calls cannot spend the same balance twice; rows are written in groups.
 * When `settle` calls back, the charge is in the settlement journal and survives the death of the process: send the last byte
 * of the answer then.
 */
export abstract class UsageMeter {
  /**
   * Price for the model and group, or undefined when the model has none. `base`: model whose price applies when the operator
   * set none for this one. Prepared once per combination.
   */
  abstract quote(model: string, group: string, perCall: boolean, base?: string): Quote | undefined;
  /**
   * Upper estimate of a call's cost; at least one nano-dollar when the model is not free. `extras`: what it will use beside
   * tokens, for models that are sold by the image or second.
   */
  abstract estimate(quote: Quote, promptTokens: number, answerTokens: number, extras?: ExtraUsage): Money;
  /** Tokens assumed for an answer whose request names no limit. */
  abstract defaultAnswerTokens(): number;
  /** Synchronous when the account is in memory. Fails with 403 `insufficient_user_quota` or
   * `insufficient_token_quota`, 401 `token_exhausted`, 429 `plan.window_exhausted` or 503 `ledger_unavailable`. */
  abstract reserve(request: ReserveRequest): ReserveOutcome | Promise<ReserveOutcome>;
  /** Charges the usage and ends the reservation. Returns what was charged, to plan and wallet together. */
  abstract settle(call: CallRecord, usage: TokenUsage, quote: Quote, onDurable: () => void): Money;
  /** Ends the reservation without a charge and logs the failure. Also logs calls that never reserved anything. */
  abstract release(call: CallRecord): void;
  /** Balance and usage behind a key, for the billing endpoints of API clients. */
  abstract standing(userId: number, tokenId: number): Promise<Standing>;
}

export interface Standing {
  userBalance: Money;
  userUsed: Money;
  tokenRemain: Money;
  tokenUsed: Money;
}

/** Where a user's money is. */
export type LedgerAccount = 'wallet' | 'reward';

/** The other side of a movement: where money comes from and goes to, as seen by users. */
export type CounterAccount =
  'revenue' | 'opening' | 'gifts' | 'payments' | 'adjustments' | 'expiry' | 'withdrawals' | 'plans' | LedgerAccount;

export type LedgerOperation =
  | 'usage'
  | 'opening'
  | 'adjustment'
  | 'gift'
  | 'redemption'
  | 'top-up'
  | 'order-refund'
  | 'rebate'
  | 'transfer'
  | 'withdrawal'
  | 'withdrawal-return'
  | 'expiry'
  | 'call-refund'
  | 'plan-purchase';

export interface LedgerMovement {
  userId: number;
  operation: LedgerOperation;
  /** Unique within the operation, at most 64 characters. */
  key: string;
  /** Signed: what `account` gains (negative = loses); `counter` loses the same. */
  amount: Money;
  /** Default by operation, as a rule 'wallet'; see `domain/movement-accounts.ts`. */
  account?: LedgerAccount;
  /** Default by operation. */
  counter?: CounterAccount;
  /** Credited money of the wallet that belongs to a lot. Absent = it never ends and is spent last. */
  lot?: { /** Unix seconds; null = never. */ endsAt: number | null };
  /** Of a debit of the wallet: the lot that it takes from first, by the movement that made it. */
  fromLot?: { operation: LedgerOperation; key: string };
  /** Least that may be left on the debited account (`account`, or `counter` when that is wallet or reward); absent = no limit. */
  floor?: Money;
}

/**
 * `repeated`: the key was used before; `insufficient`: less than the floor would be left. Of both, nothing happened.
 */
export type PostOutcome = 'posted' | 'repeated' | 'insufficient';

/** Moves money outside of calls. Each movement is one ledger entry between two accounts and happens once per key. */
export abstract class Ledger {
  /** Joins the running transaction (UnitOfWork). Publishes 'wallet.changed' after commit. */
  abstract post(movement: LedgerMovement): Promise<PostOutcome>;
  /** What does not agree with the entries, of everybody or of one user; empty = all is well. */
  abstract verify(userId?: number): Promise<LedgerDifference[]>;
  /** Sum of every account over all entries, in nano-dollars. Together they are zero. */
  abstract totals(): Promise<AccountTotal[]>;
}

export interface LedgerDifference {
  /**
   * `lots`: the lots of a user hold more than his wallet, or one holds less than nothing. `leased`, `leased-allowance`: what is lent
   * of a balance or an allowance is not the sum of the nodes' slices.
   */
  account: LedgerAccount | 'allowance' | 'lots' | 'leased' | 'leased-allowance';
  /** User, of an allowance the token. */
  ownerId: number;
  /** What the row of the owner says. */
  stored: Money;
  /** What the entries say; of lots the most that they may hold. */
  entries: Money;
  /** Last entry of the account, where to begin looking; undefined = it has none. */
  lastEntryId: string | undefined;
}

export interface AccountTotal {
  account: LedgerAccount | CounterAccount;
  sum: Money;
}

/** Money of a wallet that was credited with a lot and what is left of it. */
export interface BalanceLot {
  id: string;
  userId: number;
  /** The movement that it was credited with. */
  operation: string;
  operationKey: string;
  amount: Money;
  remaining: Money;
  /** Unix seconds; of the end null = never. */
  startsAt: number;
  endsAt: number | null;
  /** When its owner was told of the end; null = he was not. */
  notifiedAt: number | null;
}

export interface EndingLots {
  userId: number;
  /** In the order they are spent, at least one. */
  lots: BalanceLot[];
}

/**
 * Lots of wallets. Spending takes from the lot that ends first, then from those without an end, then from money without a
 * lot. Lots are opened by `Ledger.post`.
 */
export abstract class BalanceLots {
  /** The user's lots that hold something, in the order they are spent. */
  abstract list(userId: number): Promise<BalanceLot[]>;
  /** Writes to the lots what was spent since the last time. Whoever reads lots here need not ask for it. */
  abstract allot(userId: number): Promise<void>;
  /** Removes what lots that have ended still hold, never more than the wallet has; once, however many nodes do it. Returns how many ended. */
  abstract expireDue(signal?: AbortSignal): Promise<number>;
  /** Lots that end until then, hold something, and whose owners were not told; by user. */
  abstract endingBefore(seconds: number): Promise<EndingLots[]>;
  abstract markNotified(lotIds: readonly string[]): Promise<void>;
}

/** Recurring work of plans, for the scheduler. May run at any time and as often as one likes. */
export abstract class PlanUpkeep {
  /** Closes subscriptions whose time is over and takes back the groups that they granted. Returns how many. */
  abstract endDue(signal: AbortSignal): Promise<number>;
}

/** Re-reads what other nodes may have changed. */
export abstract class BillingRefresh {
  abstract refresh(): Promise<void>;
}

/** A route (channel, model and group) whose calls brought less than they cost. */
export interface RouteLoss {
  channelId: number;
  /** As callers named it. */
  model: string;
  group: string;
  /** Calls whose cost is known; the sums are theirs. */
  calls: number;
  amount: Money;
  cost: Money;
}

/** Looks after what calls earn, for the scheduler. */
export abstract class MarginWatch {
  /** Routes that lost money in the last hour and that nobody was told of today (UTC); at most 50. */
  abstract untold(): Promise<RouteLoss[]>;
  abstract markTold(losses: readonly RouteLoss[]): Promise<void>;
}

/** What became of the fetch of one source of prices. */
export interface PriceSyncResult {
  source: string;
  /** Draft that offers what the source has otherwise; undefined = it has nothing new. */
  draftId: number | undefined;
  /** How many entries it offers. */
  offered: number;
  /** Code of why it could not be read; undefined = it could. */
  error: string | undefined;
}

/** Price lists from elsewhere, for the scheduler. */
export abstract class PriceSync {
  /** Fetches the sources whose time has come, each on one node. What they offer becomes drafts; nothing is ever published. */
  abstract syncDue(signal: AbortSignal): Promise<PriceSyncResult[]>;
}

/** Recurring work of payments, for the scheduler. May run at any time and as often as one likes. */
export abstract class PaymentUpkeep {
  /** Asks providers about orders that wait for money and ends those whose time is over. Returns how many were looked at. */
  abstract queryPending(signal: AbortSignal): Promise<number>;
}
