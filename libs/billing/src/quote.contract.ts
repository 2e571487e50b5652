import type { Money } from '@app/kernel';
import type { TokenClass } from './usage.contract';

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
