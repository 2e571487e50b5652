import type { Part } from '../../../model/content';
import { asString } from '../../read-json';
import type { MessageNotes } from './decode-assistant';
import { writeCache, type WriteContext } from './encode-context';
import type { Fields } from './openai-chat.wire';

/** A string where one says it all, since not every server takes lists. */
export function joinContent(parts: Fields[], form: MessageNotes['content'], between: string): string | Fields[] {
  if (form === 'parts') return parts;
  const isPlain = parts.every((part) => part['type'] === 'text' && Object.keys(part).length === 2);
  return isPlain ? parts.map((part) => asString(part['text']) ?? '').join(between) : parts;
}

/** The mark stood on the message and goes back there. */
export function moveMark(parts: readonly Part[], wire: Fields, path: string, context: WriteContext): readonly Part[] {
  const last = parts.at(-1);
  if (last === undefined || !('cache' in last) || last.cache === undefined) return parts;
  writeCache(wire, last.cache, path, context);
  const { cache: _moved, ...unmarked } = last;
  return [...parts.slice(0, -1), unmarked];
}
