import { Module, type DynamicModule } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { BillingModule, billingSchema } from '@app/billing';
import { ChannelModule, channelSchema } from '@app/channel';
import { NotificationModule, notificationSchema } from '@app/notification';
import {
  composeSchemas,
  DatabaseModule,
  PlatformModule,
  platformSchema,
  RateLimitGuard,
  type AppConfig,
} from '@app/platform';
import { RelayModule, relaySchema } from '@app/relay';
import { SchedulerModule, schedulerSchema } from '@app/scheduler';
import { ManagementGuard, UserModule, userSchema } from '@app/user';
import { FirstStart } from './first-start';

/** The gateway: relay, management API, console files, and the scheduler unless it runs elsewhere. */
@Module({})
export class GatewayModule {
  static forRoot(config: AppConfig): DynamicModule {
    return {
      module: GatewayModule,
      imports: [
        PlatformModule.forRoot(config),
        DatabaseModule.forRoot(
          config,
          composeSchemas([
            platformSchema,
            userSchema,
            channelSchema,
            billingSchema,
            notificationSchema,
            relaySchema,
            schedulerSchema,
          ]),
        ),
        UserModule,
        ChannelModule,
        BillingModule,
        NotificationModule,
        RelayModule,
        SchedulerModule.forRoot({ runsClusterJobs: config.schedulerEnabled }),
      ],
      providers: [
        FirstStart,
        // In this order: a wrong credential has to count, or it could be guessed without end.
        { provide: APP_GUARD, useClass: RateLimitGuard },
        { provide: APP_GUARD, useClass: ManagementGuard },
      ],
    };
  }
}
