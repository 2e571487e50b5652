import { Controller, Get, Param } from '@nestjs/common';
import { ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import { Role, type Principal } from '@app/kernel';
import {
  ApiListReply,
  CurrentUser,
  OptionStore,
  replyList,
  RequireRole,
  SystemOptions,
  type ListEnvelope,
} from '@app/platform';
import { userNotFound } from '../application/user-not-found';
import { BalanceLots } from '../balance-lots.contract';
import { LotView, toLotView } from './dto/lot-view.dto';
import { IdPipe } from './id-pipe';

@ApiTags('user')
@Controller('api/user')
export class LotController {
  constructor(
    private readonly lots: BalanceLots,
    private readonly options: OptionStore,
  ) {}

  @Get('self/lots')
  @RequireRole(Role.Common)
  @ApiOperation({ summary: "The caller's lots that hold something, in the order they are spent" })
  @ApiListReply(LotView)
  own(@CurrentUser() user: Principal): Promise<ListEnvelope<LotView>> {
    return this.listOf(user.userId);
  }

  @Get(':id/lots')
  @RequireRole(Role.Admin)
  @ApiOperation({ summary: 'Lots of a user that hold something, in the order they are spent' })
  @ApiParam({ name: 'id', type: Number })
  @ApiListReply(LotView)
  list(@Param('id', new IdPipe(userNotFound)) userId: number): Promise<ListEnvelope<LotView>> {
    return this.listOf(userId);
  }

  private async listOf(userId: number): Promise<ListEnvelope<LotView>> {
    const quotaPerUnit = this.options.get(SystemOptions.QuotaPerUnit);
    const lots = await this.lots.list(userId);
    return replyList(
      lots.map((lot) => toLotView(lot, quotaPerUnit)),
      lots.length,
    );
  }
}
