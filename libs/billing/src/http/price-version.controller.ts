import { Body, Controller, Get, Header, HttpCode, Param, Post, Query, Req } from '@nestjs/common';
import { ApiOperation, ApiQuery, ApiTags } from '@nestjs/swagger';
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
import { diffLists } from '../prices/diff-lists';
import { versionNotFound } from '../prices/price-errors';
import { PriceHistory } from '../prices/price-history';
import { Actors } from './actors';
import { RollBackDto } from './dto/price-draft.dto';
import { ChangedEntryView, toChangedEntryView, toListView } from './dto/price-draft-view.dto';
import {
  PriceVersionHeadView,
  PriceVersionView,
  PublishedView,
  toPriceVersionHeadView,
} from './dto/price-version-view.dto';
import { IdPipe } from './id-pipe';

const versionId = new IdPipe(versionNotFound);

@ApiTags('prices')
@Controller('api/price/versions')
@RequireRole(Role.Admin)
export class PriceVersionController {
  constructor(
    private readonly history: PriceHistory,
    private readonly actors: Actors,
  ) {}

  @Get()
  @Header('Cache-Control', 'no-store')
  @ApiOperation({ summary: 'Versions of the price list, newest first' })
  @ApiListReply(PriceVersionHeadView)
  async list(@PageQuery() paging: Paging): Promise<ListEnvelope<PriceVersionHeadView>> {
    const { rows, total } = await this.history.list(paging);
    return replyList(rows.map(toPriceVersionHeadView), total);
  }

  @Get(':id')
  @Header('Cache-Control', 'no-store')
  @ApiOperation({ summary: 'A version with its prices' })
  @ApiReply(PriceVersionView)
  async read(@Param('id', versionId) id: number): Promise<Envelope<PriceVersionView>> {
    const { validFrom, list } = await this.history.find(id);
    return reply({ id, valid_from: validFrom, list: toListView(list) });
  }

  @Get(':id/diff')
  @Header('Cache-Control', 'no-store')
  @ApiOperation({ summary: 'What makes this version of another one' })
  @ApiQuery({ name: 'from', type: Number, description: 'The version that it is compared with' })
  @ApiReply([ChangedEntryView])
  async diff(
    @Param('id', versionId) id: number,
    @Query('from', versionId) from: number,
  ): Promise<Envelope<ChangedEntryView[]>> {
    const [old, wanted] = [await this.history.find(from), await this.history.find(id)];
    return reply(diffLists(old.list, wanted.list).map(toChangedEntryView));
  }

  @Post(':id/rollback')
  @HttpCode(200)
  @RequireRole(Role.Root)
  @ApiOperation({ summary: 'Publishes a copy of the version' })
  @ApiReply(PublishedView)
  async rollBack(
    @CurrentUser() user: Principal,
    @Param('id', versionId) id: number,
    @Body() body: RollBackDto,
    @Req() request: HttpRequest,
  ): Promise<Envelope<PublishedView>> {
    const version = await this.history.rollBack(this.actors.of(user, request), id, body.in_force, body.note);
    const scheduled = await this.history.scheduled();
    return reply({ version: version.id, valid_from: version.validFrom, scheduled });
  }

  @Post(':id/cancel')
  @HttpCode(200)
  @RequireRole(Role.Root)
  @ApiOperation({ summary: 'Takes a version back that is still to come' })
  @ApiReply(null)
  async cancel(
    @CurrentUser() user: Principal,
    @Param('id', versionId) id: number,
    @Req() request: HttpRequest,
  ): Promise<Envelope<null>> {
    await this.history.cancel(this.actors.of(user, request), id);
    return reply(null);
  }
}
