import { Module } from '@nestjs/common';
import { AppConfig } from '../config/app-config';
import { EgressGuard } from './egress-guard';

/** One guard for all modules that send requests to addresses people typed. */
@Module({
  providers: [
    {
      provide: EgressGuard,
      inject: [AppConfig],
      useFactory: (config: AppConfig) => new EgressGuard(config.upstreamAllowPrivate),
    },
  ],
  exports: [EgressGuard],
})
export class EgressModule {}
