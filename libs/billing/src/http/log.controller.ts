import { Controller, Delete, Get, ParseIntPipe, Query } from '@nestjs/common';
import { ApiOperation, ApiQuery, ApiTags } from '@nestjs/swagger';
import { chargeToQuota, LogType, moneyToUsd, Role, type Principal } from '@app/kernel';
import {
  ApiListReply,
  ApiReply,
  CurrentUser,
  EventBus,
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
import { LogQuery, type LogFilter } from '../application/log-query';
import { LogFilterDto, OwnLogFilterDto, toLogFilter } from './dto/log-filter.dto';
import { LogStatDto } from './dto/log-stat.dto';
import { LogView, StaffLogView, toLogView, toStaffLogView } from './dto/log-view.dto';

@ApiTags('log')
@Controller('api/log')
export class LogController {
  constructor(
    private readonly logs: LogQuery,
    private readonly options: OptionStore,
    private readonly events: EventBus,
  ) {}

  @Get()
  @RequireRole(Role.Admin)
  @ApiOperation({ summary: 'All log rows, newest first' })
  @ApiListReply(StaffLogView)
  async list(@Query() query: LogFilterDto, @PageQuery() paging: Paging): Promise<ListEnvelope<StaffLogView>> {
    const { rows, total } = await this.logs.list(toLogFilter(query), paging);
    return replyList(
      rows.map((row) => toStaffLogView(row, this.quotaPerUnit)),
      total,
    );
  }

  @Get('stat')
  @RequireRole(Role.Admin)
  @ApiOperation({ summary: 'Charges of the range; calls and tokens of the last minute' })
  @ApiReply(LogStatDto)
  async stat(@Query() query: LogFilterDto): Promise<Envelope<LogStatDto>> {
    return reply(await this.totals(toLogFilter(query)));
  }

  @Get('self')
  @RequireRole(Role.Common)
  @ApiOperation({ summary: "The caller's own rows, newest first; errors only with type=5" })
  @ApiListReply(LogView)
  async own(
    @CurrentUser() user: Principal,
    @Query() query: OwnLogFilterDto,
    @PageQuery() paging: Paging,
  ): Promise<ListEnvelope<LogView>> {
    const filter = { ...toLogFilter(query), userId: user.userId, hidesErrors: true };
    const { rows, total } = await this.logs.list(filter, paging);
    return replyList(
      rows.map((row) => toLogView(row, this.quotaPerUnit)),
      total,
    );
  }

  @Get('self/stat')
  @RequireRole(Role.Common)
  @ApiOperation({ summary: "The caller's own charges of the range; calls and tokens of the last minute" })
  @ApiReply(LogStatDto)
  async ownStat(@CurrentUser() user: Principal, @Query() query: OwnLogFilterDto): Promise<Envelope<LogStatDto>> {
    return reply(await this.totals({ ...toLogFilter(query), userId: user.userId }));
  }

  @Delete()
  @RequireRole(Role.Admin)
  @ApiOperation({ summary: 'Removes rows older than target_timestamp; data = how many' })
  @ApiQuery({ name: 'target_timestamp', type: Number })
  @ApiReply(Number)
  async remove(
    @CurrentUser() user: Principal,
    @Query('target_timestamp', new ParseIntPipe({ errorHttpStatusCode: 422 })) target: number,
  ): Promise<Envelope<number>> {
    const count = await this.logs.removeBefore(target);
    this.events.publish('audit.recorded', {
      type: LogType.Manage,
      userId: user.userId,
      username: user.username,
      text: `删除 ${target} 之前的日志 ${count} 条`,
    });
    return reply(count);
  }

  private async totals(filter: LogFilter): Promise<LogStatDto> {
    const { amount, rpm, tpm } = await this.logs.totals(filter);
    return { quota: chargeToQuota(amount, this.quotaPerUnit), cost_usd: moneyToUsd(amount), rpm, tpm };
  }

  private get quotaPerUnit(): number {
    return this.options.get(SystemOptions.QuotaPerUnit);
  }
}
