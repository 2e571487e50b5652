import type { CallFigures } from './covered-share';
import type { WindowMetric } from './plan-terms';

/** How much room a window needs to have for all of the call. One whose figure is not known needs at least some. */
export function neededRoom(metric: WindowMetric, { money, tokens }: CallFigures): bigint {
  if (metric === 'money') return money;
  return metric === 'tokens' && tokens > 1n ? tokens : 1n;
}
