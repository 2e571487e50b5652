import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import { NodeRegistry } from '@app/billing';
import { SystemClock } from '@app/kernel';
import { ConfigError, LineLogger, loadConfig } from '@app/platform';
import { startHeartbeat } from './heartbeat';
import { WorkerModule } from './worker.module';

async function main(): Promise<void> {
  const config = loadConfig(process.env, process.cwd());
  const logger = new LineLogger(config, new SystemClock());
  process.on('unhandledRejection', (reason) => logger.error(reason, 'UnhandledRejection'));
  const app = await NestFactory.createApplicationContext(WorkerModule.forRoot(config), { abortOnError: false, logger });
  // Without process.exit Nest sends itself the signal again, which the first process of a container ignores: it would go on.
  await app.get(NodeRegistry).join('worker');
  app.enableShutdownHooks(['SIGTERM', 'SIGINT'], { useProcessExit: true });
  logger.log('The worker runs the scheduled jobs', 'Worker');
  startHeartbeat(config.dataDir, (text) => logger.warn(text, 'Worker'));
}

main().catch((error: unknown) => {
  const text = error instanceof ConfigError ? error.message : `The worker could not start: ${(error as Error).stack}`;
  process.stderr.write(`${text}\n`);
  process.exit(1);
});
