import type { IncomingMessage } from 'node:http';

/**
 * False when a browser says that another site made the call; for unsafe calls that a cookie vouches for. Sec-Fetch-Site
 * comes from the browser itself and survives proxies that change the host; older browsers and plain HTTP only give
 * Origin, which is compared with the host and `allowedOrigins`. Without either header it is no browser.
 */
export function isSameOrigin(
  request: Pick<IncomingMessage, 'headers'>,
  allowedOrigins: readonly string[] = [],
): boolean {
  const site = request.headers['sec-fetch-site'];
  if (site === 'same-origin' || site === 'none') return true;
  const origin = request.headers.origin;
  if (origin === undefined) return site === undefined;
  if (allowedOrigins.includes(origin)) return true;
  if (site !== undefined) return false;
  return URL.canParse(origin) && new URL(origin).host === request.headers.host?.toLowerCase();
}
