import type { OpenAiEndpoint } from '../adapters/openai-chat/decode-request';

/** POST paths that are relayed. */
export const RELAYED_PATHS: ReadonlyMap<string, OpenAiEndpoint> = new Map([
  ['/v1/chat/completions', 'chat'],
  ['/v1/completions', 'completions'],
  ['/v1/embeddings', 'embeddings'],
]);

/** OpenAI paths that are known and not offered: 501 instead of a puzzling 404. */
const NOT_OFFERED =
  /^\/v1\/(images\/variations|files(\/.*)?|fine_tuning\/jobs(\/.*)?|assistants(\/.*)?|threads(\/.*)?)$/;

export function isNotOffered(path: string): boolean {
  return NOT_OFFERED.test(path);
}

/** Billing figures, see endpoints/billing-figures.ts. */
export function isFiguresPath(path: string): boolean {
  return path.startsWith('/v1/dashboard/billing/') || path.startsWith('/dashboard/billing/');
}

/** Paths that never reach Express. */
export function isRelayPath(path: string): boolean {
  return path.startsWith('/v1/') || path === '/v1' || path.startsWith('/dashboard/billing/');
}

/**
 * A target in absolute form (`GET http://host/path`) as path and query: rules that look at the start of the path must see the
 * same for both forms.
 */
export function originForm(url: string): string {
  if (url.startsWith('/')) return url;
  return URL.canParse(url) ? new URL(url).pathname + new URL(url).search : '/';
}

export function pathOf(url: string): string {
  const query = url.indexOf('?');
  const path = query < 0 ? url : url.slice(0, query);
  return path.length > 1 && path.endsWith('/') ? path.slice(0, -1) : path;
}
