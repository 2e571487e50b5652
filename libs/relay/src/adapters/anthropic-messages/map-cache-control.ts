import type { CacheMark } from '../../model/dialect';
import type { Loss } from '../../model/loss';
import type { UpstreamTraits } from '../codec';
import { asObject } from '../read-json';
import type { Fail, WireObject } from './anthropic-messages.wire';

/** A cache mark, or undefined where there is none or one of a kind that is not known and is to be kept as it is. */
export function decodeCacheControl(wire: WireObject, path: string, fail: Fail): CacheMark | undefined {
  const value = wire['cache_control'];
  if (value === undefined || value === null) return undefined;
  const control = asObject(value);
  if (control === undefined) throw fail(`${path}.cache_control`, '必须是对象', 'must be an object');
  if (!isKnown(control)) return undefined;
  const ttl = control['ttl'];
  return ttl === '5m' || ttl === '1h' ? { ttl } : {};
}

/** Whether the mark is of a kind the model has no word for. */
export function hasStrangeCacheControl(wire: WireObject): boolean {
  const control = asObject(wire['cache_control']);
  return control !== undefined && !isKnown(control);
}

export function encodeCacheControl(cache: CacheMark): WireObject {
  return cache.ttl === undefined ? { type: 'ephemeral' } : { type: 'ephemeral', ttl: cache.ttl };
}

/** Takes off what this upstream refuses of a mark. The object may be the caller's own, so only a copy is changed. */
export function fitCacheControl<T extends WireObject>(
  wire: T,
  marks: UpstreamTraits['cacheMarks'],
  path: string,
  losses: Loss[],
): T {
  const control = asObject(wire['cache_control']);
  if (marks === undefined || marks === 'all' || control === undefined) return wire;
  const field = path === '' ? 'cache_control' : `${path}.cache_control`;
  if (marks === 'none') {
    losses.push({ field, reason: 'this upstream takes no cache marks' });
    const copy: WireObject = { ...wire };
    delete copy['cache_control'];
    return copy as T;
  }
  if (control['ttl'] === undefined) return wire;
  losses.push({ field: `${field}.ttl`, reason: 'this upstream keeps caches for its usual time only' });
  const { ttl: _, ...mark } = control;
  return { ...wire, cache_control: mark };
}

function isKnown(control: WireObject): boolean {
  const ttl = control['ttl'];
  return (
    control['type'] === 'ephemeral' &&
    (ttl === undefined || ttl === '5m' || ttl === '1h') &&
    Object.keys(control).every((name) => name === 'type' || name === 'ttl')
  );
}
