import type { AppError, Money } from '@app/kernel';
import type { TokenUsage, ExtraUsage } from './usage.contract';
import type { Quote } from './quote.contract';
import type { CallRecord } from './call-record.contract';

export interface ReserveRequest {
  requestId: string;
  userId: number;
  tokenId: number;
  /** The token has no allowance of its own. */
  isUnlimitedToken: boolean;
  /** What the call is expected to cost: less than this has to be there. */
  amount: Money;
  /** Tokens in and out that go with that amount, for plans that count them. Absent = none are known. */
  tokens?: number;
  /** What it may cost at the worst, with its tokens: this is held. Absent = no more than expected. */
  most?: { money: Money; tokens: number };
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
   * What a call is expected to cost, its tokens as text; at least one nano-dollar when the model is not free. `extras`: what it will use beside
   * tokens, for models that are sold by the image or second.
   */
  abstract estimate(quote: Quote, promptTokens: number, answerTokens: number, extras?: ExtraUsage): Money;
  /** The same where each token is of the class that costs most on its side (sound, a write into a cache). */
  abstract worstCase(quote: Quote, promptTokens: number, answerTokens: number): Money;
  /** Tokens expected of an answer whose request names no limit. */
  abstract defaultAnswerTokens(): number;
  /** The most that such an answer has. */
  abstract longestAnswerTokens(): number;
  /**
   * Holds what the call may cost at the worst, if what is free covers what it is expected to cost: so of all calls that run on one
   * account at most one is not covered. Synchronous when the account is in memory. Fails with 403
   * `insufficient_user_quota` or `insufficient_token_quota`, 401 `token_exhausted`, 429 `quota_reserved` (only running calls are in the
   * way) or `plan.window_exhausted`, 503 `ledger_unavailable`.
   */
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
