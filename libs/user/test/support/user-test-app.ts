import { AllowanceJournal, Clock, Role } from '@app/kernel';
import {
  AppConfig,
  createHttpSetup,
  EventBus,
  MainDataSource,
  OptionStore,
  SecretBox,
  TrustedProxies,
  UnitOfWork,
} from '@app/platform';
import { Global, Module, type DynamicModule, type Type } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import { Test } from '@nestjs/testing';
import { hash } from 'bcrypt';
import { DataSource } from 'typeorm';
import { UserStatus } from '../../src/domain/user-status';
import { ManagementGuard } from '../../src/http/management.guard';
import { UserEntity } from '../../src/persistence/user.entity';
import { userEntities } from '../../src/persistence/user-entities';
import { userMigrations } from '../../src/persistence/user-migrations';
import { UserModule } from '../../src/user.module';
import {
  FixedClock,
  MemoryOptionStore,
  RecordingAllowanceJournal,
  RecordingEventBus,
  ReversingSecretBox,
} from './fakes';

/** Real: database (SQLite in memory), Nest, HTTP. Fake: clock, events, options, sealing. */
export interface UserTestApp {
  app: NestExpressApplication;
  dataSource: DataSource;
  clock: FixedClock;
  events: RecordingEventBus;
  options: MemoryOptionStore;
  allowances: RecordingAllowanceJournal;
  get<T>(type: abstract new (...parameters: never[]) => T): T;
  addUser(user: Partial<UserEntity> & { username: string }): Promise<UserEntity>;
  close(): Promise<void>;
}

/** Password of every user that `addUser` makes, unless another hash is given. */
export const PASSWORD = 'correct horse';
const passwordHash = hash(PASSWORD, 4);

export async function openUserDatabase(): Promise<DataSource> {
  const dataSource = new DataSource({
    type: 'better-sqlite3',
    database: ':memory:',
    entities: userEntities,
    migrations: userMigrations,
  });
  await dataSource.initialize();
  await dataSource.runMigrations();
  return dataSource;
}

export async function startUserTestApp(
  initialRoot: Partial<AppConfig['initialRoot']> = {},
  controllers: Type[] = [],
): Promise<UserTestApp> {
  const dataSource = await openUserDatabase();
  const clock = new FixedClock();
  const events = new RecordingEventBus();
  const options = new MemoryOptionStore();
  const allowances = new RecordingAllowanceJournal();
  const config = {
    sessionSecret: undefined,
    defaultLocale: 'zh' as const,
    initialRoot: { password: undefined, token: undefined, accessToken: undefined, ...initialRoot },
  };

  @Global()
  @Module({})
  class FakePlatformModule {
    static forTest(): DynamicModule {
      const providers = [
        { provide: MainDataSource, useValue: new MainDataSource(dataSource) },
        { provide: Clock, useValue: clock },
        { provide: EventBus, useValue: events },
        { provide: OptionStore, useValue: options },
        { provide: AllowanceJournal, useValue: allowances },
        { provide: SecretBox, useClass: ReversingSecretBox },
        { provide: AppConfig, useValue: config },
        { provide: TrustedProxies, useValue: new TrustedProxies(['127.0.0.1']) },
        UnitOfWork,
      ];
      return { module: FakePlatformModule, providers, exports: providers };
    }
  }

  const testing = await Test.createTestingModule({
    imports: [FakePlatformModule.forTest(), UserModule],
    controllers,
    providers: [{ provide: APP_GUARD, useClass: ManagementGuard }],
  }).compile();
  const app = testing.createNestApplication<NestExpressApplication>({ bodyParser: false });
  createHttpSetup(app, config as AppConfig);
  await app.init();

  return {
    app,
    dataSource,
    clock,
    events,
    options,
    allowances,
    get: <T>(type: abstract new (...parameters: never[]) => T) => app.get<T>(type),
    async addUser(user) {
      const users = dataSource.getRepository(UserEntity);
      return users.save(
        users.create({
          usernameKey: user.username.toLowerCase(),
          password: await passwordHash,
          role: Role.Common,
          status: UserStatus.Enabled,
          createdAt: clock.seconds(),
          ...user,
        }),
      );
    },
    async close() {
      await app.close();
      await dataSource.destroy();
    },
  };
}
