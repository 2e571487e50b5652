import { AppError } from '@app/kernel';
import type { PriceList } from '../../domain/price-list';
import { readPriceList } from '../../domain/read-price-list';
import { isObject } from './dollars';
import type { OfferedList } from './offered-list';
import { readGenaiPrices } from './read-genai-prices';
import { readLitellm } from './read-litellm';
import { isRatioConfig, readRatioConfig } from './read-ratio-config';

/**
 * Somebody else's price list, known by its form: our own, the data file of genai-prices, LiteLLM's map of models, or the ratios
 * of a gateway of this family. Every model gets the source and the day. Throws `price.offer_unreadable` or, for a list of our
 * own form, `price.list_invalid` (422).
 */
export function readOffer(value: unknown, sourceName: string, today: string): OfferedList {
  const { list, skipped } = read(unwrapped(value), today);
  const { models, groups, channelCosts } = list;
  const source = `sync:${sourceName}` as const;
  const dated = [...models].map(([model, price]) => [model, { ...price, source, sourceDate: today }] as const);
  if (dated.length + groups.size + channelCosts.size === 0) throw offerUnreadable();
  return { list: checked({ models: new Map(dated), groups, channelCosts }), skipped };
}

function read(value: unknown, today: string): OfferedList {
  if (Array.isArray(value)) return readGenaiPrices(value, today);
  if (!isObject(value)) throw offerUnreadable();
  if (isObject(value['models'])) return { list: readPriceList(ownForm(value)), skipped: 0 };
  return isRatioConfig(value) ? readRatioConfig(value) : readLitellm(value);
}

/** Gateways answer in an envelope; versions and drafts have their list in `list`. */
function unwrapped(value: unknown): unknown {
  const inner = isObject(value) && typeof value['success'] === 'boolean' && 'data' in value ? value['data'] : value;
  return isObject(inner) && isObject(inner['list']) ? inner['list'] : inner;
}

/** A list of models alone will do; where each was from before does not matter. */
function ownForm({ models, groups = {}, channelCosts = {}, ...unknown }: Record<string, unknown>): unknown {
  const sourced = Object.entries(models as Record<string, unknown>).map(([model, price]): [string, unknown] => [
    model,
    isObject(price) ? { source: 'operator', sourceDate: '1970-01-01', ...price } : price,
  ]);
  return { models: Object.fromEntries<unknown>(sourced), groups, channelCosts, ...unknown };
}

/** What others have is taken in small pieces, each known to be sound; this is what all of them have to be together. */
function checked(list: PriceList): PriceList {
  return readPriceList({
    models: Object.fromEntries(list.models),
    groups: Object.fromEntries(list.groups),
    channelCosts: Object.fromEntries([...list.channelCosts].map(([id, costs]) => [id, Object.fromEntries(costs)])),
  });
}

export function offerUnreadable(cause?: unknown): AppError {
  const text = {
    zh: '无法识别的价格表：支持本系统的价格 JSON、genai-prices 数据文件、LiteLLM 价格文件与 ratio_config 倍率接口',
    en: 'This is no price list we know: our own JSON, the data file of genai-prices, the price file of LiteLLM, or ratios as of /api/ratio_config',
  };
  return new AppError('price.offer_unreadable', text, { status: 422, cause });
}
