import { Controller, Get, Header, Query } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Role } from '@app/kernel';
import { ApiReply, reply, RequireRole, type Envelope } from '@app/platform';
import { MarginReport } from '../prices/margin-report';
import { MarginQueryDto, MarginReportView, toMarginReportView } from './dto/margin-view.dto';

@ApiTags('report')
@Controller('api/report/margin')
@RequireRole(Role.Admin)
export class MarginController {
  constructor(private readonly report: MarginReport) {}

  @Get()
  @Header('Cache-Control', 'no-store')
  @ApiOperation({ summary: 'What was charged, what it cost and what is left, by channel, model, group or day' })
  @ApiReply(MarginReportView)
  async read(@Query() { from, to, by = 'channel' }: MarginQueryDto): Promise<Envelope<MarginReportView>> {
    const range = { ...(from !== undefined && { from }), ...(to !== undefined && { to }) };
    return reply(toMarginReportView(await this.report.read(by, range)));
  }
}
