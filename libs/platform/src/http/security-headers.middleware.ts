import type { IncomingMessage, ServerResponse } from 'node:http';
import { isUnder } from './is-under';

/** What every answer says to browsers. Management answers are personal and must not stay in caches. */
export function securityHeadersMiddleware(request: IncomingMessage, response: ServerResponse, next: () => void): void {
  response.setHeader('X-Content-Type-Options', 'nosniff');
  response.setHeader('Referrer-Policy', 'same-origin');
  response.setHeader('Content-Security-Policy', "frame-ancestors 'self'");
  response.setHeader('X-Frame-Options', 'SAMEORIGIN');
  if (isUnder('/api', request.url ?? '')) response.setHeader('Cache-Control', 'no-store');
  next();
}
