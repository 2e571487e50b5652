import type { CacheMark } from '../../model/dialect';
import type { Loss } from '../../model/loss';
import type { UpstreamTraits } from '../codec';
import type { WireBlock } from './bedrock-converse.wire';

/** What is written after a marked block; undefined = nothing. */
export function encodeCachePoint(
  cache: CacheMark | undefined,
  marks: UpstreamTraits['cacheMarks'],
  path: string,
  losses: Loss[],
): WireBlock | undefined {
  if (cache === undefined) return undefined;
  if (marks === 'none') {
    losses.push({ field: `${path}.cache`, reason: 'the model takes no cache marks' });
    return undefined;
  }
  const point: WireBlock = { type: 'default' };
  if (cache.ttl !== undefined && marks === 'all') point['ttl'] = cache.ttl;
  else if (cache.ttl === '1h')
    losses.push({ field: `${path}.cache.ttl`, reason: 'the model keeps caches for its usual time' });
  return { cachePoint: point };
}
