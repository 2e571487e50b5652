import type { TokenClass } from '../usage.contract';

/** Where a price came from: the numbers of the replaced system, published prices, a person, or another gateway. */
export type PriceSource = 'seed' | 'genai-prices' | 'operator' | `sync:${string}`;

/**
 * A price of a class of tokens: dollars per million tokens as decimal text, or a multiple of another class's price (what the
 * old notation calls a ratio), which moves with it. See `baseClassOf`.
 */
export type Amount = string | { times: string };
export type ClassAmounts = Readonly<Partial<Record<TokenClass, Amount>>>;

/** From so many tokens of input on (more than `above`), the whole request costs these prices; classes left out keep theirs. */
export interface PriceTier {
  above: number;
  perMillion: ClassAmounts;
}

/** Prices of one model before the factor of a group. All dollars are decimal text. What is absent is not charged for. */
export interface Prices {
  /**
   * By class of tokens. Without `input` the model has no price by tokens. A class that is absent costs what text of its side
   * does; `output`, sound and one-hour cache writes follow the rules of class-rules.ts first.
   */
  perMillion?: ClassAmounts;
  /** Ascending. */
  tiers?: readonly PriceTier[];
  /** A whole call, where calls are billed so. */
  perCall?: string;
  /** One image by `size/quality`, by `size`, or `*`; the first of these that the table has counts. */
  perImage?: Readonly<Record<string, string>>;
  /** A second of sound or film. */
  perSecond?: string;
  /** One call of a hosted tool, by name. */
  perToolCall?: Readonly<Record<string, string>>;
  /** Costs nothing and needs no balance, whatever else is written here. */
  isFree?: boolean;
}

export interface ModelPrice extends Prices {
  source: PriceSource;
  /** Day the price was taken from its source, YYYY-MM-DD. */
  sourceDate: string;
}

/** The class whose price a multiple refers to: what comes out as picture or sound to what goes in as such, all else to text. */
export function baseClassOf(name: TokenClass): TokenClass {
  if (name === 'imageOutput') return 'imageInput';
  return name === 'audioOutput' ? 'audioInput' : 'input';
}

/** Something of the model can be sold. */
export function hasPrice(price: Prices): boolean {
  return price.isFree === true || price.perCall !== undefined || isMetered(price);
}

/** Usage of the model can be rated. Prices of tools alone do not say what its tokens cost. */
export function isMetered({ perMillion, perImage, perSecond }: Prices): boolean {
  const hasImages = Object.keys(perImage ?? {}).length > 0;
  return perMillion?.input !== undefined || hasImages || perSecond !== undefined;
}
