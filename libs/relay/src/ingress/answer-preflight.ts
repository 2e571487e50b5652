import type { CallerResponse } from '../pipeline/caller-response';

/** Pages of any origin may call. */
export function answerPreflight(response: CallerResponse): void {
  response.whole(204, PREFLIGHT_HEADERS, '', false);
}

const PREFLIGHT_HEADERS = [
  ...['access-control-allow-origin', '*'],
  ...['access-control-allow-methods', 'GET, POST, PUT, DELETE, OPTIONS'],
  'access-control-allow-headers',
  '*, Authorization, Content-Type, x-api-key, x-goog-api-key, mj-api-secret, anthropic-version, anthropic-beta',
  ...['access-control-max-age', '86400'],
];
