import type { CacheMark } from '../../../model/dialect';
import type { UpstreamTraits } from '../../codec';
import { asObject } from '../../read-json';
import type { Fail, Fields } from './openai-chat.wire';
import { join, readObject } from './read-fields';

/**
 * `cache_control` is not OpenAI's, but clients and resellers have taken Anthropic's form over. Undefined = none, or one of a
 * kind that is not known.
 */
export function decodeCache(wire: Fields, path: string, fail: Fail): CacheMark | undefined {
  const control = readObject(wire, 'cache_control', path, fail);
  if (control === undefined || !isKnown(control)) return undefined;
  const ttl = control['ttl'];
  return ttl === '5m' || ttl === '1h' ? { ttl } : {};
}

/** A mark of a kind the model has no word for, to be kept as it is. */
export function findStrangeCache(wire: Fields): Fields | undefined {
  const control = asObject(wire['cache_control']);
  return control === undefined || isKnown(control) ? undefined : { cache_control: control };
}

export interface EncodedCache {
  control?: Fields;
  /** What is lost of the mark, and why. */
  loss?: { field: string; reason: string };
}

export function encodeCache(cache: CacheMark, takes: UpstreamTraits['cacheMarks'], path: string): EncodedCache {
  const field = join(path, 'cache_control');
  if (takes === 'all') return { control: { type: 'ephemeral', ...(cache.ttl !== undefined && { ttl: cache.ttl }) } };
  if (takes !== 'no-ttl') return { loss: { field, reason: 'this upstream takes no cache marks' } };
  const control = { type: 'ephemeral' };
  // Five minutes is what a mark without a time means.
  if (cache.ttl !== '1h') return { control };
  return { control, loss: { field: `${field}.ttl`, reason: 'this upstream takes no time with cache marks' } };
}

function isKnown(control: Fields): boolean {
  const ttl = control['ttl'];
  return (
    control['type'] === 'ephemeral' &&
    (ttl === undefined || ttl === '5m' || ttl === '1h') &&
    Object.keys(control).every((name) => name === 'type' || name === 'ttl')
  );
}
