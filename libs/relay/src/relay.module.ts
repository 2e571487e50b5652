import { Module } from '@nestjs/common';
import { BillingModule } from '@app/billing';
import { ChannelModule } from '@app/channel';
import { EgressModule } from '@app/platform';
import { UserModule } from '@app/user';
import { BillingFigures } from './endpoints/billing-figures';
import { CountTokens } from './endpoints/counting/count-tokens';
import { ModelList } from './endpoints/model-list';
import { OwnReads } from './endpoints/own-reads';
import { StoredResponses } from './endpoints/stored-responses';
import { FailureThrottle } from './ingress/failure-throttle';
import { RelayIngress } from './ingress/relay-ingress';
import { LimitsModule } from './limits/limits.module';
import { InlineMedia } from './media/inline-media';
import { AdmitRequest } from './pipeline/admit-request';
import { CountUsage } from './pipeline/count-usage';
import { CallWatch } from './pipeline/call-watch';
import { ChooseChannel } from './pipeline/choose-channel';
import { FinishPlan } from './pipeline/finish-plan';
import { PlanAttempt } from './pipeline/plan-attempt';
import { PlanByConversion } from './pipeline/plan-by-conversion';
import { PlanNatively } from './pipeline/plan-natively';
import { PreparedUpstreams } from './pipeline/prepared-upstreams';
import { RelayPipeline } from './pipeline/relay-pipeline';
import { SettleCall } from './pipeline/settle-call';
import { GoogleAccessTokens } from './transport/google-access-tokens';
import { RouteModel } from './pipeline/route-model';
import { CallProofs } from './proofs/call-proofs';
import { ProofIssuers } from './proofs/proof-issuers';
import { ResumeCall } from './responses/resume-call';
import { StoredResponsesModule } from './responses/stored-responses.module';
import { UpstreamConnections } from './transport/upstream-connections';

@Module({
  imports: [EgressModule, UserModule, ChannelModule, BillingModule, StoredResponsesModule, LimitsModule],
  providers: [
    RelayIngress,
    RelayPipeline,
    ChooseChannel,
    AdmitRequest,
    RouteModel,
    SettleCall,
    CountUsage,
    CallWatch,
    PlanAttempt,
    PlanNatively,
    PlanByConversion,
    FinishPlan,
    CallProofs,
    ProofIssuers,
    GoogleAccessTokens,
    InlineMedia,
    PreparedUpstreams,
    UpstreamConnections,
    ModelList,
    BillingFigures,
    OwnReads,
    ResumeCall,
    StoredResponses,
    CountTokens,
    FailureThrottle,
  ],
  exports: [RelayIngress],
})
export class RelayModule {}
