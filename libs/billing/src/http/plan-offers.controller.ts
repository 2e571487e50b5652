import { Controller, Get, HttpCode, Param, Post, Req } from '@nestjs/common';
import { ApiHeader, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import { Role, type Principal } from '@app/kernel';
import {
  ApiListReply,
  ApiReply,
  CriticalLimit,
  CurrentUser,
  reply,
  replyList,
  RequireRole,
  type Envelope,
  type ListEnvelope,
} from '@app/platform';
import type { Request as HttpRequest } from 'express';
import { idempotencyKeyReused } from '../application/repeated-movements';
import { PlanAdmin } from '../plans/plan-admin';
import { balanceTooLowForPlan, planLimitReached, planNotFound } from '../plans/plan-errors';
import { PlanPurchases } from '../plans/plan-purchases';
import { PlanSubscriptions } from '../plans/plan-subscriptions';
import { Actors } from './actors';
import { PlanOfferView, SubscriptionView, toOfferView, toSubscriptionView } from './dto/plan-view.dto';
import { IdPipe } from './id-pipe';
import { IdempotencyKey } from './idempotency-key';

@ApiTags('plans')
@Controller('api')
@RequireRole(Role.Common)
export class PlanOffersController {
  constructor(
    private readonly plans: PlanAdmin,
    private readonly purchases: PlanPurchases,
    private readonly subscriptions: PlanSubscriptions,
    private readonly actors: Actors,
  ) {}

  @Get('plan/offers')
  @ApiOperation({ summary: 'Plans that can be bought' })
  @ApiListReply(PlanOfferView)
  async offers(): Promise<ListEnvelope<PlanOfferView>> {
    const plans = await this.plans.offers();
    return replyList(plans.map(toOfferView), plans.length);
  }

  @Get('user/self/plans')
  @ApiOperation({ summary: "The caller's subscriptions, soonest ending first, with what their windows have left" })
  @ApiListReply(SubscriptionView)
  async own(@CurrentUser() user: Principal): Promise<ListEnvelope<SubscriptionView>> {
    const active = await this.subscriptions.active(user.userId);
    return replyList(active.map(toSubscriptionView), active.length);
  }

  @CriticalLimit()
  @Post('plan/:id/purchase')
  @HttpCode(200)
  @ApiParam({ name: 'id', type: Number })
  @ApiHeader({ name: 'Idempotency-Key', required: false, description: 'A repeat with the same key buys nothing more' })
  @ApiOperation({ summary: 'Buys a plan with the balance; data = the subscription' })
  @ApiReply(SubscriptionView)
  async purchase(
    @CurrentUser() user: Principal,
    @Param('id', new IdPipe(planNotFound)) id: number,
    @IdempotencyKey() key: string | undefined,
    @Req() request: HttpRequest,
  ): Promise<Envelope<SubscriptionView>> {
    const outcome = await this.purchases.purchase(this.actors.of(user, request), id, key);
    switch (outcome.kind) {
      case 'not-found':
        throw planNotFound();
      case 'insufficient':
        throw balanceTooLowForPlan();
      case 'limit-reached':
        throw planLimitReached();
      case 'key-reused':
        throw idempotencyKeyReused();
      case 'purchased': {
        const [bought] = await this.subscriptions.withUsage([outcome.subscription]);
        return reply(toSubscriptionView(bought!));
      }
    }
  }
}
