import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { Inject, Module, type DynamicModule, type OnApplicationShutdown } from '@nestjs/common';
import type { DataSource } from 'typeorm';
import type { AppConfig, DatabaseTarget } from '../config/app-config';
import { closeDataSource, type DatabaseSchema } from './create-data-source';
import { LogDataSource, MainDataSource } from './main-data-source';
import { migrate, requireCurrentSchema } from './migrate';
import { openDataSource } from './open-data-source';
import { UnitOfWork } from './unit-of-work';

/** What the applications put together from the libraries. */
export interface DatabaseSchemas {
  main: DatabaseSchema;
  logs: DatabaseSchema;
}

/** Opens (and on a master migrates) the databases before anything that needs them is built; closes them last. */
@Module({})
export class DatabaseModule implements OnApplicationShutdown {
  constructor(
    @Inject(MainDataSource) private readonly main: MainDataSource,
    @Inject(LogDataSource) private readonly logs: LogDataSource,
  ) {}

  static forRoot(config: AppConfig, schemas: DatabaseSchemas): DynamicModule {
    return {
      module: DatabaseModule,
      global: true,
      providers: [
        { provide: MainDataSource, useFactory: () => openMain(config, schemas) },
        {
          provide: LogDataSource,
          inject: [MainDataSource],
          useFactory: (main: MainDataSource) => openLogs(config, schemas, main),
        },
        UnitOfWork,
      ],
      exports: [MainDataSource, LogDataSource, UnitOfWork],
    };
  }

  async onApplicationShutdown(): Promise<void> {
    if (this.logs.isSeparate) await closeDataSource(this.logs.dataSource);
    await closeDataSource(this.main.dataSource);
  }
}

async function openMain(config: AppConfig, schemas: DatabaseSchemas): Promise<MainDataSource> {
  const schema =
    config.logDatabase === undefined
      ? {
          entities: [...schemas.main.entities, ...schemas.logs.entities],
          migrations: [...schemas.main.migrations, ...schemas.logs.migrations],
        }
      : schemas.main;
  return new MainDataSource(await open(config, config.database, schema));
}

async function openLogs(config: AppConfig, schemas: DatabaseSchemas, main: MainDataSource): Promise<LogDataSource> {
  if (config.logDatabase === undefined) return new LogDataSource(main.dataSource, false);
  return new LogDataSource(await open(config, config.logDatabase, schemas.logs), true);
}

async function open(config: AppConfig, target: DatabaseTarget, schema: DatabaseSchema): Promise<DataSource> {
  if (target.engine === 'sqlite' && target.path !== ':memory:') mkdirSync(dirname(target.path), { recursive: true });
  const dataSource = await openDataSource(target, schema, config.databasePool, config.debug);
  if (config.nodeType === 'master') await migrate(dataSource);
  else await requireCurrentSchema(dataSource);
  return dataSource;
}
