import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { RequestLimits, type AppConfig } from '@app/platform';
import express, { type NextFunction, type Request, type Response } from 'express';

/** dist/console beside dist/apps/gateway/src. */
const CONSOLE_FOLDER = join(__dirname, '..', '..', '..', 'console');
const HASHED_FILE = /-[A-Z0-9]{8}\.\w+$/;

/**
 * Serves the console: its files with lasting caches where the name carries a hash, its page for every other path that a
 * browser asks a page for, both within GLOBAL_WEB_RATE_LIMIT. A slave with FRONTEND_BASE_URL sends browsers there instead.
 */
export function serveConsole(app: NestExpressApplication, config: AppConfig): void {
  if (config.nodeType === 'slave' && config.frontendBaseUrl !== undefined) {
    const base = config.frontendBaseUrl.replace(/\/+$/, '');
    app.use((request: Request, response: Response, next: NextFunction) => {
      if (isPageRequest(request)) response.redirect(307, base + request.originalUrl);
      else next();
    });
    return;
  }
  if (!existsSync(join(CONSOLE_FOLDER, 'index.html'))) return;
  app.use(limitConsole(app.get(RequestLimits)));
  app.use(
    express.static(CONSOLE_FOLDER, {
      index: false,
      redirect: false,
      setHeaders: (response, path) => {
        response.setHeader(
          'Cache-Control',
          HASHED_FILE.test(path) ? 'public, max-age=31536000, immutable' : 'no-cache',
        );
      },
    }),
  );
  app.use((request: Request, response: Response, next: NextFunction) => {
    if (!isPageRequest(request)) return next();
    response.setHeader('Cache-Control', 'no-cache');
    response.sendFile(join(CONSOLE_FOLDER, 'index.html'));
  });
}

/** Counts what the console might answer; paths of the API have limits of their own. */
function limitConsole(limits: RequestLimits) {
  return (request: Request, _response: Response, next: NextFunction): void => {
    if (!isConsoleRequest(request)) return next();
    // A refusal goes to the filter of all errors, which answers it.
    limits.web(request).then(next, next);
  };
}

function isPageRequest(request: Request): boolean {
  return isConsoleRequest(request) && request.accepts('html') !== false;
}

function isConsoleRequest(request: Request): boolean {
  if (request.method !== 'GET' && request.method !== 'HEAD') return false;
  return !/^\/(api|v1|v1beta|mj|dashboard)(\/|$)/.test(request.path);
}
