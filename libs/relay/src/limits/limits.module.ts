import { Module } from '@nestjs/common';
import { Clock } from '@app/kernel';
import { OptionStore, RedisHolder } from '@app/platform';
import { LimitRuleRepository } from '../persistence/limit-rule.repository';
import { CallLimits } from './application/call-limits';
import { KeepCounters } from './application/keep-counters';
import { LimitAdminService } from './application/limit-admin.service';
import { LimitLeases } from './application/limit-leases';
import { LimitsInForce } from './application/limits-in-force';
import { TokenLimitsService } from './application/token-limits.service';
import { LimitStore } from './counters/limit-store';
import { openLimitStore } from './counters/open-limit-store';
import { LimitController } from './http/limit.controller';
import { TokenLimitController } from './http/token-limit.controller';

@Module({
  controllers: [LimitController, TokenLimitController],
  providers: [
    LimitRuleRepository,
    LimitsInForce,
    { provide: LimitStore, inject: [Clock, RedisHolder, OptionStore], useFactory: openLimitStore },
    LimitLeases,
    KeepCounters,
    CallLimits,
    LimitAdminService,
    TokenLimitsService,
  ],
  exports: [CallLimits],
})
export class LimitsModule {}
