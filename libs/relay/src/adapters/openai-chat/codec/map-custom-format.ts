import { asObject } from '../../read-json';
import type { Fields } from './openai-chat.wire';

/** A grammar lies one level deeper here than in the Responses' form, which is the neutral one. */
export function decodeFormat(format: Fields): Fields {
  const grammar = asObject(format['grammar']);
  if (format['type'] !== 'grammar' || grammar === undefined || Object.keys(format).length !== 2) return format;
  return 'type' in grammar || 'grammar' in grammar ? format : { type: 'grammar', ...grammar };
}

export function encodeFormat(format: unknown): unknown {
  const flat = asObject(format);
  if (flat?.['type'] !== 'grammar' || 'grammar' in flat) return format;
  const { type, ...grammar } = flat;
  return { type, grammar };
}
