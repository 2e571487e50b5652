import { Body, Controller, Get, HttpCode, Post, Req } from '@nestjs/common';
import { ApiHeader, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Role, type Principal } from '@app/kernel';
import {
  ApiListReply,
  ApiReply,
  CurrentUser,
  OptionStore,
  PageQuery,
  reply,
  replyList,
  RequireRole,
  SystemOptions,
  type Envelope,
  type ListEnvelope,
  type Paging,
} from '@app/platform';
import type { Request as HttpRequest } from 'express';
import { operationKey } from '../domain/operation-key';
import { payoutAccountMissing, transferRefused, withdrawalRefused } from '../rewards/reward-errors';
import { RewardTransfers } from '../rewards/reward-transfers';
import { WithdrawalQuery } from '../rewards/withdrawal-query';
import { Withdrawals } from '../rewards/withdrawals';
import { Actors } from './actors';
import { RequestWithdrawalDto, RewardAmountDto, toRewardAmount } from './dto/reward.dto';
import { toWithdrawalView, WithdrawalView } from './dto/withdrawal-view.dto';
import { IdempotencyKey } from './idempotency-key';

@ApiTags('account')
@Controller('api/user')
@RequireRole(Role.Common)
export class RewardController {
  constructor(
    private readonly transfers: RewardTransfers,
    private readonly withdrawals: Withdrawals,
    private readonly orders: WithdrawalQuery,
    private readonly options: OptionStore,
    private readonly actors: Actors,
  ) {}

  @Post('aff_transfer')
  @HttpCode(200)
  @ApiHeader({ name: 'Idempotency-Key', required: false })
  @ApiOperation({ summary: 'Moves invitation reward to the balance' })
  @ApiReply(null)
  async transfer(
    @CurrentUser() user: Principal,
    @Body() body: RewardAmountDto,
    @Req() request: HttpRequest,
    @IdempotencyKey() idempotencyKey?: string,
  ): Promise<Envelope<null>> {
    const key = operationKey(`transfer:${user.userId}`, idempotencyKey);
    const outcome = await this.transfers.transfer(this.actors.of(user, request), toRewardAmount(body), key);
    if (outcome !== 'done') throw transferRefused(outcome);
    return reply(null, '划转成功');
  }

  @Post('aff_withdrawal')
  @HttpCode(200)
  @ApiHeader({ name: 'Idempotency-Key', required: false })
  @ApiOperation({ summary: 'Asks for reward to be paid out; the amount is taken from the reward at once' })
  @ApiReply(null)
  async withdraw(
    @CurrentUser() user: Principal,
    @Body() body: RequestWithdrawalDto,
    @Req() request: HttpRequest,
    @IdempotencyKey() idempotencyKey?: string,
  ): Promise<Envelope<null>> {
    const account = body.alipay_account?.trim() ?? '';
    if (account === '') throw payoutAccountMissing();
    const key = operationKey(`withdrawal:${user.userId}`, idempotencyKey);
    const owner = this.actors.of(user, request);
    const outcome = await this.withdrawals.request(owner, toRewardAmount(body), account, key);
    if (outcome !== 'done') throw withdrawalRefused(outcome);
    return reply(null, '提交成功');
  }

  @Get('userwithdrawals')
  @ApiOperation({ summary: 'Own withdrawal orders, newest first' })
  @ApiListReply(WithdrawalView)
  async own(@CurrentUser() { userId }: Principal, @PageQuery() paging: Paging): Promise<ListEnvelope<WithdrawalView>> {
    const { rows, total } = await this.orders.list({ userId }, paging);
    const quotaPerUnit = this.options.get(SystemOptions.QuotaPerUnit);
    return replyList(
      rows.map((row) => toWithdrawalView(row, quotaPerUnit)),
      total,
    );
  }
}
