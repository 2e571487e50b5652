import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { createHttpSetup, type AppConfig, type LineLogger } from '@app/platform';
import { RelayIngress } from '@app/relay';
import { serveConsole } from './console-files';
import { GatewayModule } from './gateway.module';
import { serveApiDocs } from './openapi-document';

/** The gateway, ready to listen: databases open and migrated, journal replayed, relay in front of Express. */
export async function createGateway(config: AppConfig, logger: LineLogger): Promise<NestExpressApplication> {
  const app = await NestFactory.create<NestExpressApplication>(GatewayModule.forRoot(config), {
    bodyParser: false,
    abortOnError: false,
    logger,
  });
  createHttpSetup(app, config, logger);
  serveConsole(app, config);
  serveApiDocs(app);
  await app.init();
  app.get(RelayIngress).attach(app.getHttpServer());
  return app;
}
