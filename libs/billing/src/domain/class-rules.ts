import type { TokenClass } from '../usage.contract';
import { defaultCompletionRatio } from './completion-ratio';

/** What the replaced system takes for sound that comes out. */
const AUDIO_COMPLETION_RATIO = 2;

/** Its fixed ratios for sound that goes in. */
function audioRatio(model: string): number | undefined {
  if (model.startsWith('gpt-4o-audio')) return 40;
  return /^gpt-4o(-mini)?-realtime/.test(model) ? 20 : undefined;
}

/**
 * The multiple that a class without an entry costs, see `baseClassOf`; undefined = what text of its side costs. `hasOwn` tells
 * whether a class of the model has a price, by entry or by rule.
 */
export function multipleByRule(
  model: string,
  name: TokenClass,
  hasOwn: (name: TokenClass) => boolean,
): number | undefined {
  if (name === 'output') return defaultCompletionRatio(model);
  if (name === 'audioInput') return audioRatio(model);
  return name === 'audioOutput' && hasOwn('audioInput') ? AUDIO_COMPLETION_RATIO : undefined;
}
