import type { IncomingMessage, ServerResponse } from 'node:http';
import type { LineLogger } from '../logging/line-logger';
import { clientIp } from './client-ip';
import type { TrustedProxies } from './trusted-proxies';

/** One line per answered request. The query is left out: it may hold keys and one-time codes. */
export function createAccessLog(logger: LineLogger, trusted: TrustedProxies) {
  return (request: IncomingMessage & { requestId?: string }, response: ServerResponse, next: () => void): void => {
    const startedMs = performance.now();
    const address = clientIp(request, trusted);
    const path = (request.url ?? '').split('?', 1)[0] ?? '';
    response.once('close', () => {
      const latencyMs = performance.now() - startedMs;
      logger.access(request.requestId ?? '', response.statusCode, latencyMs, address, `${request.method} ${path}`);
    });
    next();
  };
}
