import { ValidationPipe } from '@nestjs/common';
import type { NestExpressApplication } from '@nestjs/platform-express';
import type { AppConfig } from '../config/app-config';
import type { LineLogger } from '../logging/line-logger';
import { createAccessLog } from './access-log.middleware';
import { ApiExceptionFilter } from './api-exception.filter';
import { isManagementJson, MANAGEMENT_BODY_LIMIT, requireJsonMiddleware } from './json-body.middleware';
import { requestIdMiddleware } from './request-id.middleware';
import { securityHeadersMiddleware } from './security-headers.middleware';
import { TrustedProxies } from './trusted-proxies';
import { NulPipe } from './nul-pipe';
import { toValidationError } from './validation-error';

/**
 * What every request passes, in this order. The application has to be made with `bodyParser: false`; the relay reads its
 * bodies itself. Paths count with and without a trailing slash, which is Express's own behaviour and must stay on.
 */
export function createHttpSetup(
  app: NestExpressApplication,
  config: AppConfig,
  logger?: LineLogger,
): NestExpressApplication {
  app.disable('x-powered-by');
  app.set('etag', false);
  app.use(requestIdMiddleware);
  if (logger !== undefined) app.use(createAccessLog(logger, app.get(TrustedProxies)));
  app.use(securityHeadersMiddleware);
  app.use(requireJsonMiddleware);
  app.useBodyParser('json', { limit: MANAGEMENT_BODY_LIMIT, type: isManagementJson });
  app.useGlobalPipes(
    new NulPipe(),
    new ValidationPipe({
      whitelist: true,
      transform: true,
      errorHttpStatusCode: 422,
      exceptionFactory: toValidationError,
    }),
  );
  app.useGlobalFilters(new ApiExceptionFilter(config));
  return app;
}
