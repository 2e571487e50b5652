import type { Quote, TokenPrices } from '../quote.contract';
import type { TokenClass } from '../usage.contract';
import { INPUT_CLASSES, OUTPUT_CLASSES } from '../usage.contract';
import { hasPrice } from '../domain/model-price';
import { pricesAt } from '../domain/prices-at';
import type { ChannelCost, PriceList } from '../domain/price-list';
import { resolveCost, resolvePrice, type PriceRules } from '../domain/resolve-price';
import { imagePrice } from '../domain/used-extras';

/** A channel that takes more for a model than a group pays for it. */
export interface LosingRoute {
  channelId: number;
  /** `*` = every model that has neither a cost nor an override of its own. */
  model: string;
  group: string;
  /** What is sold too cheap: classes, `tool NAME`, `image SIZE`, `second`; `factor` where all is, `call` of prices per call. */
  classes: string[];
}

const ANY_MODEL = '*';
const CLASSES: readonly TokenClass[] = [...INPUT_CLASSES, ...OUTPUT_CLASSES];
/** More than people read. */
const MOST_ROUTES = 200;

/**
 * The routes of a list that would lose money, at most 200. Which channel really serves which group is not known here, nor under
 * which other name a channel asks for a model: it is what the prices alone say.
 */
export function routesBelowCost(list: PriceList, rules: PriceRules): LosingRoute[] {
  const sales = new SaleQuotes(list, rules);
  const routes: LosingRoute[] = [];
  for (const [channelId, costs] of list.channelCosts) {
    for (const [model, cost] of costs) {
      for (const group of list.groups.keys()) {
        for (const found of losses(list, sales, costs, model, cost, group)) {
          routes.push({ channelId, group, ...found });
          if (routes.length >= MOST_ROUTES) return routes;
        }
      }
    }
  }
  return routes;
}

type Loss = Pick<LosingRoute, 'model' | 'classes'>;

function* losses(
  list: PriceList,
  sales: SaleQuotes,
  costs: ReadonlyMap<string, ChannelCost>,
  model: string,
  cost: ChannelCost,
  group: string,
): Generator<Loss> {
  if (model !== ANY_MODEL) {
    yield* lossOf(list, sales, model, cost, group);
    return;
  }
  const { factor, overrides = {} } = list.groups.get(group)!;
  const isFactor = 'factor' in cost;
  // A factor of the listed price against a factor of the listed price: one comparison for all models.
  if (isFactor && Number(factor) < Number(cost.factor)) yield { model, classes: ['factor'] };
  const others = isFactor ? Object.keys(overrides) : list.models.keys();
  for (const name of others) if (!costs.has(name)) yield* lossOf(list, sales, name, cost, group);
}

function* lossOf(list: PriceList, sales: SaleQuotes, model: string, cost: ChannelCost, group: string): Generator<Loss> {
  const paid = resolveCost(list, 0, cost, model);
  if (paid === undefined) return;
  const classes = sales.of(model, group).flatMap((sale) => cheaperClasses(sale, paid));
  if (classes.length > 0) yield { model, classes };
}

/** What a model is sold at, by tokens and by call, worked out once. */
class SaleQuotes {
  private readonly quotes = new Map<string, Quote[]>();

  constructor(
    private readonly list: PriceList,
    private readonly rules: PriceRules,
  ) {}

  of(model: string, group: string): Quote[] {
    const key = `${group}\u0000${model}`;
    let quotes = this.quotes.get(key);
    if (quotes === undefined) this.quotes.set(key, (quotes = this.resolve(model, group)));
    return quotes;
  }

  private resolve(model: string, group: string): Quote[] {
    const listed = this.list.models.get(model);
    // Free models are meant to bring nothing.
    if (listed?.isFree === true || (listed !== undefined && !hasPrice(listed))) return [];
    const settings = { ...this.rules, version: 0, list: this.list, fallbackModelRatio: undefined };
    const quotes = [false, true].flatMap((perCall) => resolvePrice(settings, model, group, perCall) ?? []);
    return quotes.filter((quote, i) => quotes.findIndex(({ kind }) => kind === quote.kind) === i);
  }
}

function cheaperClasses(sale: Quote, cost: Quote): string[] {
  if (sale.kind === 'per-call' || cost.kind === 'per-call') {
    if (sale.kind !== 'per-call' || cost.kind !== 'per-call') return [];
    const isLoss = sale.pricePerCall * sale.groupFactorPpm < cost.pricePerCall * cost.groupFactorPpm;
    return isLoss ? ['call'] : [];
  }
  const isLoss = (priceOf: (quote: Metered) => bigint | undefined): boolean =>
    (priceOf(sale) ?? 0n) * sale.groupFactorPpm < (priceOf(cost) ?? 0n) * cost.groupFactorPpm;
  const lengths = [sale, cost].flatMap(({ tiers = [] }) => tiers.map(({ above }) => above + 1));
  return [
    ...CLASSES.filter((name) => [1, ...lengths].some((input) => isLoss((quote) => priceAt(quote, input, name)))),
    ...namesOf(cost.extras?.perToolCall)
      .filter((name) => isLoss(({ extras }) => extras?.perToolCall.get(name)))
      .map((name) => `tool ${name}`),
    ...[...namesOf(sale.extras?.perImage), ...namesOf(cost.extras?.perImage)]
      .filter((size, i, all) => all.indexOf(size) === i)
      .filter((size) => isLoss(({ extras }) => extras && imagePrice(extras.perImage, size)))
      .map((size) => `image ${size}`),
    ...(isLoss(({ extras }) => extras?.perSecond) ? ['second'] : []),
  ];
}

type Metered = Extract<Quote, { kind: 'ratio' }>;

function priceAt(quote: Metered, inputTokens: number, name: TokenClass): bigint {
  const prices = pricesAt<TokenPrices, TokenPrices & { above: number }>(quote, quote.tiers ?? [], inputTokens);
  const isInput = (INPUT_CLASSES as readonly string[]).includes(name);
  return prices.ownPerMillion?.[name] ?? (isInput ? prices.inputPerMillion : prices.outputPerMillion);
}

function namesOf(prices: ReadonlyMap<string, bigint> | undefined): string[] {
  return prices === undefined ? [] : [...prices.keys()];
}
