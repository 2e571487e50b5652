import { asObject } from '../read-json';
import type { WireObject } from './anthropic-messages.wire';

/**
 * Figures of a stream are told at its start and again, cumulative, at its end: the later ones replace, but null and zero only
 * say that nothing new is known.
 */
export function mergeUsage(before: WireObject | undefined, value: unknown): WireObject | undefined {
  const more = asObject(value);
  if (more === undefined) return before;
  if (before === undefined) return more;
  const merged = { ...before };
  for (const name of Object.keys(more)) {
    const figure = more[name];
    if (merged[name] === undefined || (figure !== null && figure !== 0)) merged[name] = figure;
  }
  return merged;
}
