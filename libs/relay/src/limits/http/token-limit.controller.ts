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
import { Body, Controller, Delete, Get, HttpCode, Param, Post, Put } from '@nestjs/common';
import { ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import { TokenLimitsService } from '../application/token-limits.service';
import { LimitOfTokenDto, LimitViewDto, toLimitView } from './dto/limit.dto';
import { LimitIdPipe } from './limit-id.pipe';

@ApiTags('limits')
@Controller('api/token/:id/limits')
@RequireRole(Role.Common)
@ApiParam({ name: 'id', type: Number, description: 'An own token' })
export class TokenLimitController {
  constructor(private readonly limits: TokenLimitsService) {}

  @Get()
  @ApiOperation({ summary: "The owner's limits on a token, and those that staff set on it" })
  @ApiListReply(LimitViewDto)
  async list(
    @CurrentUser() owner: Principal,
    @Param('id', LimitIdPipe) tokenId: number,
    @PageQuery() paging: Paging,
  ): Promise<ListEnvelope<LimitViewDto>> {
    const [rows, total] = await this.limits.list(owner, tokenId, paging);
    return replyList(rows.map(toLimitView), total);
  }

  @Post()
  @HttpCode(200)
  @ApiOperation({ summary: 'Adds a limit; others stay in force, so it can only be narrower' })
  @ApiReply(LimitViewDto)
  async create(
    @CurrentUser() owner: Principal,
    @Param('id', LimitIdPipe) tokenId: number,
    @Body() body: LimitOfTokenDto,
  ): Promise<Envelope<LimitViewDto>> {
    return reply(toLimitView(await this.limits.create(owner, tokenId, body)));
  }

  @Put(':limitId')
  @ApiParam({ name: 'limitId', type: Number })
  @ApiOperation({ summary: "Changes the fields of one of the owner's limits that are sent" })
  @ApiReply(LimitViewDto)
  async update(
    @CurrentUser() owner: Principal,
    @Param('id', LimitIdPipe) tokenId: number,
    @Param('limitId', LimitIdPipe) id: number,
    @Body() body: LimitOfTokenDto,
  ): Promise<Envelope<LimitViewDto>> {
    return reply(toLimitView(await this.limits.update(owner, tokenId, id, body)));
  }

  @Delete(':limitId')
  @ApiParam({ name: 'limitId', type: Number })
  @ApiOperation({ summary: "Removes one of the owner's limits" })
  @ApiReply(null)
  async remove(
    @CurrentUser() owner: Principal,
    @Param('id', LimitIdPipe) tokenId: number,
    @Param('limitId', LimitIdPipe) id: number,
  ): Promise<Envelope<null>> {
    await this.limits.remove(owner, tokenId, id);
    return reply(null);
  }
}
