import { Body, Controller, Delete, Get, HttpCode, Param, Post, Put, Query, Req } from '@nestjs/common';
import { ApiHeader, ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import { Role, type Principal } from '@app/kernel';
import {
  ApiListReply,
  ApiReply,
  CurrentUser,
  PageQuery,
  reply,
  replyList,
  RequireRole,
  type Envelope,
  type ListEnvelope,
  type Paging,
} from '@app/platform';
import type { Request as HttpRequest } from 'express';
import type { PlanEntity } from '../persistence/plan.entity';
import { PlanAdmin, type PlanWish } from '../plans/plan-admin';
import { planNotFound, subscriberMissing, subscriptionEnded, subscriptionNotFound } from '../plans/plan-errors';
import { readPrice, readWish } from '../plans/plan-rules';
import { PlanSubscriptions } from '../plans/plan-subscriptions';
import { Actors } from './actors';
import { GrantPlanDto, SavePlanDto, SubscriptionFilterDto, UpdatePlanDto } from './dto/plan.dto';
import { PlanView, StaffSubscriptionView, toPlanView, toStaffSubscriptionView } from './dto/plan-view.dto';
import { IdPipe } from './id-pipe';
import { IdempotencyKey } from './idempotency-key';
import { rankTooLow } from './rank-too-low';

@ApiTags('plans')
@Controller('api/plan')
@RequireRole(Role.Admin)
export class PlanController {
  constructor(
    private readonly plans: PlanAdmin,
    private readonly subscriptions: PlanSubscriptions,
    private readonly actors: Actors,
  ) {}

  @Get()
  @ApiOperation({ summary: 'All plans, in the order of offers' })
  @ApiListReply(PlanView)
  async list(@PageQuery() paging: Paging): Promise<ListEnvelope<PlanView>> {
    const [plans, total] = await this.plans.list(paging);
    return replyList(plans.map(toPlanView), total);
  }

  @Get('subscriptions')
  @ApiOperation({ summary: 'Subscriptions of all users, newest first' })
  @ApiListReply(StaffSubscriptionView)
  async listSubscriptions(
    @Query() { user_id, state }: SubscriptionFilterDto,
    @PageQuery() paging: Paging,
  ): Promise<ListEnvelope<StaffSubscriptionView>> {
    const filter = { ...(user_id !== undefined && { userId: user_id }), ...(state !== undefined && { state }) };
    const { rows, total } = await this.subscriptions.list(filter, paging);
    return replyList(rows.map(toStaffSubscriptionView), total);
  }

  @Post('subscriptions/:id/cancel')
  @HttpCode(200)
  @ApiParam({ name: 'id', type: Number })
  @ApiOperation({ summary: 'Ends a subscription before its time; what was paid for it stays paid' })
  @ApiReply(null)
  async cancel(
    @CurrentUser() user: Principal,
    @Param('id', new IdPipe(subscriptionNotFound)) id: number,
    @Req() request: HttpRequest,
  ): Promise<Envelope<null>> {
    const outcome = await this.subscriptions.cancel(this.actors.of(user, request), id);
    if (outcome === 'not-found') throw subscriptionNotFound();
    if (outcome === 'rank-too-low') throw rankTooLow();
    if (outcome === 'ended') throw subscriptionEnded();
    return reply(null);
  }

  @Get(':id')
  @ApiParam({ name: 'id', type: Number })
  @ApiOperation({ summary: 'One plan' })
  @ApiReply(PlanView)
  async read(@Param('id', new IdPipe(planNotFound)) id: number): Promise<Envelope<PlanView>> {
    return reply(toPlanView(await this.need(id)));
  }

  @Post()
  @HttpCode(200)
  @ApiOperation({ summary: 'Makes a plan' })
  @ApiReply(PlanView)
  async create(
    @CurrentUser() user: Principal,
    @Body() body: SavePlanDto,
    @Req() request: HttpRequest,
  ): Promise<Envelope<PlanView>> {
    return reply(toPlanView(await this.plans.create(this.actors.of(user, request), toWish(body))));
  }

  @Put()
  @ApiOperation({ summary: 'Replaces a plan; who has it already keeps it as it was' })
  @ApiReply(PlanView)
  async update(
    @CurrentUser() user: Principal,
    @Body() body: UpdatePlanDto,
    @Req() request: HttpRequest,
  ): Promise<Envelope<PlanView>> {
    const plan = await this.plans.update(this.actors.of(user, request), body.id, toWish(body));
    if (plan === undefined) throw planNotFound();
    return reply(toPlanView(plan));
  }

  @Delete(':id')
  @ApiParam({ name: 'id', type: Number })
  @ApiOperation({ summary: 'Removes a plan; who has it already keeps it' })
  @ApiReply(null)
  async remove(
    @CurrentUser() user: Principal,
    @Param('id', new IdPipe(planNotFound)) id: number,
    @Req() request: HttpRequest,
  ): Promise<Envelope<null>> {
    if (!(await this.plans.remove(this.actors.of(user, request), id))) throw planNotFound();
    return reply(null);
  }

  @Post(':id/grant')
  @HttpCode(200)
  @ApiParam({ name: 'id', type: Number })
  @ApiHeader({
    name: 'Idempotency-Key',
    required: false,
    description: 'A repeat with the same key grants nothing more',
  })
  @ApiOperation({ summary: 'Gives a plan to a user without payment; data = the subscription' })
  @ApiReply(StaffSubscriptionView)
  async grant(
    @CurrentUser() user: Principal,
    @Param('id', new IdPipe(planNotFound)) id: number,
    @Body() body: GrantPlanDto,
    @IdempotencyKey() key: string | undefined,
    @Req() request: HttpRequest,
  ): Promise<Envelope<StaffSubscriptionView>> {
    const plan = await this.need(id);
    const outcome = await this.plans.grant(this.actors.of(user, request), plan, body.user_id, key);
    if (outcome.kind === 'not-found') throw subscriberMissing();
    if (outcome.kind === 'rank-too-low') throw rankTooLow();
    const [granted] = await this.subscriptions.withUsage([outcome.subscription]);
    return reply(toStaffSubscriptionView(granted!));
  }

  private async need(id: number): Promise<PlanEntity> {
    const plan = await this.plans.find(id);
    if (plan === null) throw planNotFound();
    return plan;
  }
}

function toWish(body: SavePlanDto): PlanWish {
  return {
    terms: readWish(body),
    price: readPrice(body.price_usd),
    isEnabled: body.is_enabled ?? true,
    perUserLimit: body.per_user_limit ?? 0,
    sort: body.sort ?? 0,
  };
}
