import type { CacheMark } from '../../model/dialect';
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

function isKnown(control: WireObject): boolean {
  const ttl = control['ttl'];
  return (
    control['type'] === 'ephemeral' &&
    (ttl === undefined || ttl === '5m' || ttl === '1h') &&
    Object.keys(control).every((name) => name === 'type' || name === 'ttl')
  );
}
