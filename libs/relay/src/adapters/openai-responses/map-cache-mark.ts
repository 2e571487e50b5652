import type { CacheMark } from '../../model/dialect';
import { asObject } from '../read-json';
import type { WireObject } from './openai-responses.wire';

/** Marks are switches here, and one time to live for the whole request. Undefined = none, or one that says more. */
export function decodeCacheMark(wire: WireObject): CacheMark | undefined {
  const mark = asObject(wire['prompt_cache_breakpoint']);
  return mark?.['mode'] === 'explicit' && Object.keys(mark).length === 1 ? {} : undefined;
}

export const CACHE_MARK: Readonly<WireObject> = Object.freeze({ mode: 'explicit' });
