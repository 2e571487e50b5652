import type { CacheMark } from '../../../model/dialect';
import type { Loss } from '../../../model/loss';
import type { RequestTarget } from '../../codec';
import type { ToolNames } from '../../tool-names';
import { encodeCache } from './map-cache-control';
import type { Fields } from './openai-chat.wire';

/** What the pieces of a request are written for. */
export interface WriteContext {
  /** The request was read from this dialect: files, names and calls of old are the upstream's own. */
  isOwn: boolean;
  target: RequestTarget;
  names: ToolNames;
  losses: Loss[];
}

export function lose(context: WriteContext, field: string, reason: string): undefined {
  context.losses.push({ field, reason });
}

/** Writes a cache mark where the upstream takes it. A caller of this dialect knows his upstream, unless we know better. */
export function writeCache(wire: Fields, cache: CacheMark | undefined, path: string, context: WriteContext): Fields {
  if (cache === undefined) return wire;
  const takes = context.target.traits?.cacheMarks ?? (context.isOwn ? 'all' : 'none');
  const { control, loss } = encodeCache(cache, takes, path);
  if (control !== undefined) wire['cache_control'] = control;
  if (loss !== undefined) context.losses.push(loss);
  return wire;
}

export function hasCustomTools(context: WriteContext): boolean {
  return context.target.traits?.takesCustomTools !== false;
}
