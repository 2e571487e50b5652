import 'reflect-metadata';
import { NestFactory } from '@nestjs/core';
import { SystemClock } from '@app/kernel';
import { ConfigError, LineLogger, loadConfig } from '@app/platform';
import { WorkerModule } from './worker.module';

async function main(): Promise<void> {
  const config = loadConfig(process.env, process.cwd());
  const logger = new LineLogger(config, new SystemClock());
  process.on('unhandledRejection', (reason) => logger.error(reason, 'UnhandledRejection'));
  const app = await NestFactory.createApplicationContext(WorkerModule.forRoot(config), { abortOnError: false, logger });
  app.enableShutdownHooks(['SIGTERM', 'SIGINT']);
  logger.log('The worker runs the scheduled jobs', 'Worker');
  // Job timers do not keep the process alive by themselves, so that nothing hangs at the end of a test.
  setInterval(() => undefined, 3_600_000);
}

main().catch((error: unknown) => {
  const text = error instanceof ConfigError ? error.message : `The worker could not start: ${(error as Error).stack}`;
  process.stderr.write(`${text}\n`);
  process.exit(1);
});
