import { Body, Controller, HttpCode, Post, Req } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { balanceToQuota, Role, type Principal } from '@app/kernel';
import {
  ApiReply,
  CriticalLimit,
  CurrentUser,
  OptionStore,
  reply,
  RequireRole,
  SystemOptions,
  type Envelope,
} from '@app/platform';
import type { Request as HttpRequest } from 'express';
import { Redeeming } from '../redemption/redeeming';
import { redeemingRefused } from '../redemption/redemption-errors';
import { Actors } from './actors';
import { RedeemDto } from './dto/redemption.dto';

@ApiTags('account')
@Controller('api/user')
@RequireRole(Role.Common)
export class RedeemController {
  constructor(
    private readonly redeeming: Redeeming,
    private readonly options: OptionStore,
    private readonly actors: Actors,
  ) {}

  // Who may try without end finds a code some day.
  @CriticalLimit()
  @Post('topup')
  @HttpCode(200)
  @ApiOperation({ summary: 'Redeems a code; data = quota gained' })
  @ApiReply(Number)
  async redeem(
    @CurrentUser() user: Principal,
    @Body() body: RedeemDto,
    @Req() request: HttpRequest,
  ): Promise<Envelope<number>> {
    const key = body.key ?? '';
    if (key.trim() === '') throw redeemingRefused('missing');
    const outcome = await this.redeeming.redeem(this.actors.of(user, request), key);
    if (outcome.kind !== 'redeemed') throw redeemingRefused(outcome.kind);
    return reply(balanceToQuota(outcome.amount, this.options.get(SystemOptions.QuotaPerUnit)));
  }
}
