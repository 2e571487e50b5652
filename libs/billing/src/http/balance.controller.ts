import { Body, Controller, HttpCode, Param, Post, Req } from '@nestjs/common';
import { ApiHeader, ApiOperation, ApiTags } from '@nestjs/swagger';
import { AppError, balanceToQuota, moneyToUsd, Role, type Money, type Principal } from '@app/kernel';
import { ApiReply, CurrentUser, OptionStore, reply, RequireRole, SystemOptions, type Envelope } from '@app/platform';
import type { Request as HttpRequest } from 'express';
import { userNotFound } from '../application/user-not-found';
import { BalanceAdjustments, type AdjustmentOutcome } from '../application/balance-adjustments';
import { operationKey } from '../domain/operation-key';
import { Actors } from './actors';
import { AdjustBalanceDto, BalanceView, toBalanceWish } from './dto/adjust-balance.dto';
import { IdempotencyKey } from './idempotency-key';
import { IdPipe } from './id-pipe';
import { rankTooLow } from './rank-too-low';

@ApiTags('users')
@Controller('api/user')
@RequireRole(Role.Admin)
export class BalanceController {
  constructor(
    private readonly adjustments: BalanceAdjustments,
    private readonly options: OptionStore,
    private readonly actors: Actors,
  ) {}

  @Post(':id/balance')
  @HttpCode(200)
  @ApiHeader({ name: 'Idempotency-Key', required: false })
  @ApiOperation({ summary: "Sets or changes a user's balance; leaves a ledger entry and a log row" })
  @ApiReply(BalanceView)
  async adjust(
    @CurrentUser() user: Principal,
    @Param('id', new IdPipe(userNotFound)) id: number,
    @Body() body: AdjustBalanceDto,
    @Req() request: HttpRequest,
    @IdempotencyKey() idempotencyKey?: string,
  ): Promise<Envelope<BalanceView>> {
    const wish = toBalanceWish(body, this.options.get(SystemOptions.QuotaPerUnit));
    const key = operationKey(`adjustment:${user.userId}:${id}`, idempotencyKey);
    const note = body.note?.trim() ?? '';
    const outcome = await this.adjustments.adjust(this.actors.of(user, request), id, wish, note, key);
    return reply(this.view(this.balanceOf(outcome)));
  }

  private balanceOf(outcome: AdjustmentOutcome): Money {
    switch (outcome.kind) {
      case 'done':
        return outcome.balance;
      case 'not-found':
        throw userNotFound();
      case 'rank-too-low':
        throw rankTooLow();
      case 'changed-meanwhile':
        throw balanceChanged(this.view(outcome.balance).quota);
      case 'insufficient':
        throw balanceInsufficient(this.view(outcome.balance).quota);
    }
  }

  private view(balance: Money): BalanceView {
    return {
      quota: balanceToQuota(balance, this.options.get(SystemOptions.QuotaPerUnit)),
      balance_usd: moneyToUsd(balance),
    };
  }
}

function balanceChanged(quota: number): AppError {
  const text = { zh: `额度已变为 ${quota}，请刷新后重试`, en: `The balance is ${quota} by now; look again` };
  return new AppError('balance.changed_meanwhile', text, { status: 409, param: 'expected' });
}

function balanceInsufficient(quota: number): AppError {
  const text = { zh: `额度不足，当前为 ${quota}`, en: `More than the balance of ${quota} cannot be taken` };
  return new AppError('balance.insufficient', text, { status: 409, param: 'add' });
}
