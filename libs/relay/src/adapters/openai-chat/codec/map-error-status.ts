import { asObject, asString } from '../../read-json';
import type { Fields } from './openai-chat.wire';

/** Kinds of errors by the words that servers of this dialect have for them. */
const BY_WORD: readonly (readonly [word: string, status: number])[] = [
  ['rate_limit', 429],
  ['insufficient_quota', 429],
  ['overloaded', 503],
  ['unavailable', 503],
  ['authentication', 401],
  ['invalid_api_key', 401],
  ['permission', 403],
  ['not_found', 404],
  ['invalid_request', 400],
  ['context_length', 400],
  ['content_filter', 400],
  ['timeout', 504],
];

const UNKNOWN = 500;

/** The error that stands where an answer should be; undefined = there is none. */
export function findError(wire: Fields, event: string | undefined): Fields | undefined {
  const { error } = wire;
  if (error !== undefined && error !== null && error !== false) return asObject(error) ?? { message: error };
  return wire['object'] === 'error' || event === 'error' ? wire : undefined;
}

/** The HTTP status an error within a stream stands for: its code, if that is one, or its kind. */
export function decodeErrorStatus(error: Fields): number {
  for (const name of ['code', 'status']) {
    const code = Number(error[name]);
    if (Number.isInteger(code) && code >= 400 && code < 600) return code;
  }
  const words = ['code', 'type', 'status'].map((name) => asString(error[name])?.toLowerCase() ?? '').join(' ');
  return BY_WORD.find(([word]) => words.includes(word))?.[1] ?? UNKNOWN;
}
