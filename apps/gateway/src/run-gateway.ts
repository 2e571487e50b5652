import './engine-flags';
import 'reflect-metadata';
import type { AddressInfo } from 'node:net';
import { NodeConflictError, NodeRegistry } from '@app/billing';
import { SystemClock } from '@app/kernel';
import { ConfigError, LineLogger, loadConfig, showSourcePlaces, type AppConfig } from '@app/platform';
import { RelayIngress } from '@app/relay';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { createGateway } from './create-gateway';
import { FirstStart } from './first-start';
import { startupMessage } from './startup-message';

const CLOSE_CONNECTIONS_MS = 2_000;

async function main(): Promise<void> {
  const config = readConfig();
  const logger = new LineLogger(config, new SystemClock());
  // A failure in one call must not end all others.
  process.on('unhandledRejection', (reason) => logger.error(reason, 'UnhandledRejection'));
  const app = await createGateway(config, logger);
  await joinNodes(app);
  const first = await app.get(FirstStart).prepare();
  await app.listen(config.port, config.host);
  stopOnSignals(app, logger);
  process.stdout.write(startupMessage(app.getHttpServer().address() as AddressInfo, config, first));
}

/** Before the first call is taken: beside some gateways this one may not serve. */
async function joinNodes(app: NestExpressApplication): Promise<void> {
  try {
    await app.get(NodeRegistry).join('gateway');
  } catch (error) {
    if (!(error instanceof NodeConflictError)) throw error;
    process.stderr.write(`${error.message}\n`);
    await app.close();
    process.exit(1);
  }
}

function readConfig(): AppConfig {
  try {
    return loadConfig(process.env, process.cwd());
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exit(1);
  }
}

/** Stops taking calls, lets open streams end, writes the money, closes the databases. */
function stopOnSignals(app: NestExpressApplication, logger: LineLogger): void {
  let isStopping = false;
  const stop = async (reason: string, exitCode: number): Promise<void> => {
    if (isStopping) return;
    isStopping = true;
    logger.log(`${reason}: finishing open calls`, 'Gateway');
    try {
      await finish();
    } catch (error) {
      logger.error(error, 'Gateway');
      exitCode ||= 1;
    } finally {
      process.exit(exitCode);
    }
  };
  const finish = async (): Promise<void> => {
    app.getHttpServer().close();
    app.get(NodeRegistry).announceEnd();
    await app.get(RelayIngress).drain();
    // Whoever still holds a connection had his time.
    setTimeout(() => {
      app.getHttpServer().closeAllConnections();
      app.get(RelayIngress).cutConnections();
    }, CLOSE_CONNECTIONS_MS).unref();
    await app.close();
    logger.log('Stopped', 'Gateway');
    await logger.close();
  };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, () => void stop(signal, 0));
  process.on('uncaughtException', (error) => {
    // The state may be anything now; a supervisor starts us again.
    logger.fatal(error, 'UncaughtException');
    void stop('uncaughtException', 1);
  });
}

main().catch((error: unknown) => {
  process.stderr.write(showSourcePlaces(`The gateway could not start: ${(error as Error).stack ?? String(error)}\n`));
  process.exit(1);
});
