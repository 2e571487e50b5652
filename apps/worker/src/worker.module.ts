import { Module, type DynamicModule } from '@nestjs/common';
import { billingSchema } from '@app/billing';
import { channelSchema } from '@app/channel';
import { notificationSchema } from '@app/notification';
import { composeSchemas, DatabaseModule, PlatformModule, platformSchema, type AppConfig } from '@app/platform';
import { relaySchema } from '@app/relay';
import { SchedulerModule, schedulerSchema } from '@app/scheduler';
import { userSchema } from '@app/user';

/** The scheduler alone, without a port. */
@Module({})
export class WorkerModule {
  static forRoot(config: AppConfig): DynamicModule {
    return {
      module: WorkerModule,
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
        SchedulerModule.forRoot({ runsClusterJobs: true }),
      ],
    };
  }
}
