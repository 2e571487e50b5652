import { Module, type DynamicModule, type Provider } from '@nestjs/common';
import { ThrottlerModule } from '@nestjs/throttler';
import { Clock, SystemClock } from '@app/kernel';
import { AppConfig } from './config/app-config';
import { MainDataSource } from './database/main-data-source';
import { UnitOfWork } from './database/unit-of-work';
import { EventBus } from './events/event-bus';
import { LocalEventBus } from './events/local-event-bus';
import { RedisEventBus } from './events/redis-event-bus';
import { createLimiters } from './http/throttling/limiters';
import { openLimitStorage } from './http/throttling/open-limit-storage';
import { RequestLimits } from './http/throttling/request-limits';
import { TrustedProxies } from './http/trusted-proxies';
import { DatabaseOptionStore } from './options/database-option-store';
import { OptionController } from './options/option.controller';
import { OptionStore } from './options/option-store';
import { OptionSync } from './options/option-sync';
import { SystemOptions } from './options/system-options';
import { RedisHolder } from './redis/redis-holder';
import { AesSecretBox } from './secrets/aes-secret-box';
import { SecretBox } from './secrets/secret-box';
import { loadSecretKey } from './secrets/secret-key';
import { StatusController } from './status/status.controller';
import { TokenCounter } from './tokenizer/token-counter';

/** What every module may rely on. Needs the application to import DatabaseModule beside it. */
@Module({})
export class PlatformModule {
  static forRoot(config: AppConfig): DynamicModule {
    return {
      module: PlatformModule,
      global: true,
      imports: [
        ThrottlerModule.forRootAsync({
          inject: [AppConfig, RequestLimits, TrustedProxies],
          useFactory: createLimiters,
        }),
      ],
      controllers: [StatusController, OptionController],
      providers: [...shared(config), OptionSync],
      exports: [
        ...[AppConfig, Clock, RedisHolder, TrustedProxies, RequestLimits, EventBus, SecretBox, OptionStore],
        TokenCounter,
      ],
    };
  }
}

function shared(config: AppConfig): Provider[] {
  return [
    { provide: AppConfig, useValue: config },
    { provide: Clock, useClass: SystemClock },
    { provide: RedisHolder, useFactory: () => RedisHolder.open(config) },
    { provide: TrustedProxies, useFactory: () => new TrustedProxies(config.trustedProxies) },
    {
      provide: RequestLimits,
      inject: [Clock, RedisHolder, TrustedProxies],
      useFactory: (clock: Clock, redis: RedisHolder, trusted: TrustedProxies) =>
        new RequestLimits(openLimitStorage(clock, redis), config.rateLimits, trusted),
    },
    {
      provide: EventBus,
      inject: [RedisHolder],
      useFactory: ({ connections }: RedisHolder) =>
        connections === undefined ? new LocalEventBus() : new RedisEventBus(connections),
    },
    { provide: TokenCounter, useFactory: () => new TokenCounter() },
    { provide: SecretBox, useFactory: () => new AesSecretBox(loadSecretKey(config)) },
    {
      provide: OptionStore,
      inject: [MainDataSource, UnitOfWork, EventBus, SecretBox],
      useFactory: async (main: MainDataSource, unitOfWork: UnitOfWork, events: EventBus, box: SecretBox) => {
        const store = await DatabaseOptionStore.open(main, unitOfWork, events, box);
        store.register(Object.values(SystemOptions));
        return store;
      },
    },
  ];
}
