import { Body, Controller, Get, HttpCode, Param, Post, Query, Req } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
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
import { withdrawalIdDiffers, withdrawalNotFound, withdrawalStepIllegal } from '../rewards/reward-errors';
import { WithdrawalQuery } from '../rewards/withdrawal-query';
import { Withdrawals } from '../rewards/withdrawals';
import { Actors } from './actors';
import { DecideWithdrawalDto, toWithdrawalFilter, WithdrawalFilterDto } from './dto/reward.dto';
import { StaffWithdrawalView, toStaffWithdrawalView } from './dto/withdrawal-view.dto';
import { IdPipe } from './id-pipe';

@ApiTags('withdrawals')
@Controller('api')
@RequireRole(Role.Admin)
export class WithdrawalController {
  constructor(
    private readonly withdrawals: Withdrawals,
    private readonly orders: WithdrawalQuery,
    private readonly options: OptionStore,
    private readonly actors: Actors,
  ) {}

  @Get('user/withdrawals')
  @ApiOperation({ summary: 'All withdrawal orders, newest first' })
  @ApiListReply(StaffWithdrawalView)
  async list(
    @Query() query: WithdrawalFilterDto,
    @PageQuery() paging: Paging,
  ): Promise<ListEnvelope<StaffWithdrawalView>> {
    const { rows, total } = await this.orders.list(toWithdrawalFilter(query), paging);
    const owners = await this.orders.ownersOf(rows);
    const quotaPerUnit = this.options.get(SystemOptions.QuotaPerUnit);
    return replyList(
      rows.map((row) => toStaffWithdrawalView(row, owners.get(row.userId), quotaPerUnit)),
      total,
    );
  }

  @Post('user/withdrawals/:id/status')
  @HttpCode(200)
  @ApiOperation({ summary: 'One step of an order: 1 to 2 or 3, 2 to 4 or 3. Rejecting gives the amount back' })
  @ApiReply(null)
  async decide(
    @CurrentUser() user: Principal,
    @Param('id', new IdPipe(withdrawalNotFound)) id: number,
    @Body() body: DecideWithdrawalDto,
    @Req() request: HttpRequest,
  ): Promise<Envelope<null>> {
    if (body.order_id !== id) throw withdrawalIdDiffers();
    const outcome = await this.withdrawals.decide(this.actors.of(user, request), id, body.status, body.comment);
    if (outcome === 'not-found') throw withdrawalNotFound();
    if (outcome !== 'done') throw withdrawalStepIllegal(outcome.refusedIn, body.status);
    return reply(null, '提现订单状态更新成功');
  }

  @Get('log/withdrawalscount')
  @ApiOperation({ summary: 'How many orders are pending' })
  @ApiReply(Number)
  async countPending(): Promise<Envelope<number>> {
    return reply(await this.orders.countPending());
  }
}
