import { NANO_PER_USD } from '@app/kernel';
import type { Quote } from '../billing.contract';
import { defaultCompletionRatio } from './completion-ratio';
import { ownPrices, type ClassRatios, type NumberByName } from './own-prices';
import { priceText } from './price-breakdown';

/** The operator's price settings, as the options hold them. */
export interface PriceSettings {
  modelRatio: NumberByName;
  completionRatio: NumberByName;
  classRatios: ClassRatios;
  /** Dollars per call; entry `default` applies to every model not listed. */
  modelPrice: NumberByName;
  groupRatio: NumberByName;
  isRatioBillingOffered: boolean;
  isPerCallBillingOffered: boolean;
  /** Ratio of models without an entry; undefined = they are not served. */
  fallbackModelRatio: number | undefined;
}

/** A ratio of 1 means 2 dollars per million tokens. */
const NANO_PER_RATIO = Number(2n * NANO_PER_USD);

/**
 * The price of a model for a group, or undefined when the operator set none. Per call applies when it is on offer, the
 * model has a price per call, and either ratio billing is off or the token's owner chose per call.
 */
export function resolvePrice(
  settings: PriceSettings,
  model: string,
  group: string,
  ownerChosePerCall: boolean,
): Quote | undefined {
  const name = model.startsWith('gpt-4-gizmo') ? 'gpt-4-gizmo-*' : model;
  const groupRatio = settings.groupRatio.get(group) ?? 1;
  const groupFactorPpm = BigInt(Math.round(groupRatio * 1e6));
  const priceUsd = settings.modelPrice.get(name) ?? settings.modelPrice.get('default');
  const perCall = settings.isPerCallBillingOffered && (ownerChosePerCall || !settings.isRatioBillingOffered);
  if (perCall && priceUsd !== undefined) {
    const pricePerCall = BigInt(Math.round(priceUsd * Number(NANO_PER_USD)));
    return withText({ kind: 'per-call', model, pricePerCall, priceUsd, groupRatio, groupFactorPpm });
  }
  const modelRatio = settings.modelRatio.get(name) ?? settings.fallbackModelRatio;
  if (modelRatio === undefined) return undefined;
  const completionRatio = settings.completionRatio.get(name) ?? defaultCompletionRatio(name);
  const toPrice = (multiple: number): bigint => BigInt(Math.round(modelRatio * multiple * NANO_PER_RATIO));
  return withText({
    kind: 'ratio',
    model,
    modelRatio,
    completionRatio,
    groupRatio,
    inputPerMillion: toPrice(1),
    outputPerMillion: toPrice(completionRatio),
    ownPerMillion: ownPrices(settings.classRatios, name, toPrice),
    groupFactorPpm,
  });
}

function withText(quote: Parameters<typeof priceText>[0]): Quote {
  return { ...quote, priceText: priceText(quote) };
}
