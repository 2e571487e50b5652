import type { PassedHeaders } from '../adapters/upstream-headers';
import type { Dialect } from '../model/dialect';
import type { CallerRequest } from './caller-request';
import { dialectOfPath, queryOf } from './relay-routes';

export function dialectOf({ headers }: CallerRequest, path: string): Dialect {
  return dialectOfPath(path, headers['anthropic-version'] !== undefined);
}

/** Where clients of all protocols put the key. */
export function presentedKey(request: CallerRequest): string | undefined {
  const { authorization, 'x-api-key': apiKey, 'x-goog-api-key': googleKey } = request.headers;
  for (const key of [authorization, apiKey, googleKey]) if (typeof key === 'string' && key !== '') return key;
  return queryOf(request.url, 'key');
}

/** What switches features of Anthropic's protocol on; an upstream of the same protocol sees it. */
export function anthropicHeaders({ headers }: CallerRequest): PassedHeaders | undefined {
  const { 'anthropic-version': version, 'anthropic-beta': beta } = headers;
  if (version === undefined && beta === undefined) return undefined;
  return {
    ...(version !== undefined && { 'anthropic-version': String(version) }),
    ...(beta !== undefined && { 'anthropic-beta': String(beta) }),
  };
}
