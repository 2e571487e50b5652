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
import { Body, Controller, Delete, Get, HttpCode, Param, Post, Put, Query } from '@nestjs/common';
import { ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import { LimitAdminService } from '../application/limit-admin.service';
import { LimitViewDto, SaveLimitDto, SearchLimitsDto, toLimitView, UpdateLimitDto } from './dto/limit.dto';
import { LimitIdPipe } from './limit-id.pipe';

@ApiTags('limits')
@Controller('api/limit')
@RequireRole(Role.Admin)
export class LimitController {
  constructor(private readonly limits: LimitAdminService) {}

  @Get()
  @ApiOperation({ summary: 'Limits on calls, newest first' })
  @ApiListReply(LimitViewDto)
  async list(@Query() query: SearchLimitsDto, @PageQuery() paging: Paging): Promise<ListEnvelope<LimitViewDto>> {
    const [rows, total] = await this.limits.list(
      {
        ...(query.subject_kind === undefined ? {} : { subjectKind: query.subject_kind }),
        ...(query.subject === undefined ? {} : { subject: query.subject }),
        ...(query.metric === undefined ? {} : { metric: query.metric }),
      },
      paging,
    );
    return replyList(rows.map(toLimitView), total);
  }

  @Get(':id')
  @ApiParam({ name: 'id', type: Number })
  @ApiOperation({ summary: 'One limit' })
  @ApiReply(LimitViewDto)
  async find(@Param('id', LimitIdPipe) id: number): Promise<Envelope<LimitViewDto>> {
    return reply(toLimitView(await this.limits.find(id)));
  }

  @Post()
  @HttpCode(200)
  @ApiOperation({ summary: 'Makes a limit; it is in force with the next call' })
  @ApiReply(LimitViewDto)
  async create(@CurrentUser() user: Principal, @Body() body: SaveLimitDto): Promise<Envelope<LimitViewDto>> {
    return reply(toLimitView(await this.limits.create(body, user)));
  }

  @Put()
  @ApiOperation({ summary: 'Changes the fields that are sent; another window or metric counts anew' })
  @ApiReply(LimitViewDto)
  async update(
    @CurrentUser() user: Principal,
    @Body() { id, ...input }: UpdateLimitDto,
  ): Promise<Envelope<LimitViewDto>> {
    return reply(toLimitView(await this.limits.update(id, input, user)));
  }

  @Delete(':id')
  @ApiParam({ name: 'id', type: Number })
  @ApiOperation({ summary: 'Removes a limit' })
  @ApiReply(null)
  async remove(@CurrentUser() user: Principal, @Param('id', LimitIdPipe) id: number): Promise<Envelope<null>> {
    await this.limits.remove(id, user);
    return reply(null);
  }
}
