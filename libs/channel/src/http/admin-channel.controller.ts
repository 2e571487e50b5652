import { Body, Controller, Delete, Get, Header, HttpCode, Param, Post, Put, Query, Req } from '@nestjs/common';
import { ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import { AppError, Role } from '@app/kernel';
import {
  ApiListReply,
  ApiReply,
  PageQuery,
  readPaging,
  reply,
  replyList,
  RequireRole,
  type Paging,
} from '@app/platform';
import type { Request as HttpRequest } from 'express';
import { ChannelAdminService } from '../application/channel-admin.service';
import { channelNotFound } from '../application/channel-errors';
import { ChannelQueries } from '../application/channel-queries.service';
import { ActingAdmin } from './acting-admin';
import { ChannelIdPipe } from './channel-id.pipe';
import { ChannelPresenter } from './channel-presenter';
import { ChannelIdsDto, CopyChannelDto } from './dto/channel-ids.dto';
import { CopiedChannelDto, RevealedChannelKeyDto } from './dto/channel-replies.dto';
import { ChannelListItemDto, ChannelViewDto } from './dto/channel-view.dto';
import { SaveChannelDto } from './dto/save-channel.dto';
import { SearchChannelsDto } from './dto/search-channels.dto';
import { UpdateChannelDto } from './dto/update-channel.dto';
import { MODEL_LIST } from './model-list';

const SEARCH_ROWS = '100';
const MOST_IDS = 1000;

@ApiTags('channels')
@Controller('api/channel')
@RequireRole(Role.Admin)
export class AdminChannelController {
  constructor(
    private readonly admin: ChannelAdminService,
    private readonly queries: ChannelQueries,
    private readonly presenter: ChannelPresenter,
    private readonly actingAdmin: ActingAdmin,
  ) {}

  @Get()
  @ApiOperation({ summary: 'All tagged channels, then one page of the untagged ones; total counts the untagged' })
  @ApiListReply(ChannelListItemDto)
  async list(@PageQuery() paging: Paging) {
    const { rows, total } = await this.queries.list(paging);
    return replyList(
      rows.map((row) => this.presenter.toListItem(row)),
      total,
    );
  }

  @Get('search')
  @ApiOperation({ summary: 'Channels that meet all criteria' })
  @ApiListReply(ChannelListItemDto)
  async search(@Query() query: SearchChannelsDto) {
    const type = Number(query.typeKey ?? 0);
    const { rows, total } = await this.queries.search(
      { keyword: query.keyword, group: query.group, models: query.model, type: type === 0 ? undefined : type },
      readPaging({ ...query, page_size: query.page_size ?? query.pageSize ?? query.size ?? SEARCH_ROWS }),
    );
    return replyList(
      rows.map((row) => this.presenter.toListItem(row)),
      total,
    );
  }

  @Get('models')
  @ApiOperation({ summary: 'Built-in catalogue of model names, as a bare OpenAI model list' })
  models() {
    return MODEL_LIST;
  }

  @Get(':id')
  @ApiParam({ name: 'id', type: Number })
  @ApiOperation({ summary: 'One channel without its secrets' })
  @ApiReply(ChannelViewDto)
  async find(@Param('id', ChannelIdPipe) id: number) {
    return reply(this.presenter.toView(await this.queries.find(id)));
  }

  @Post(':id/reveal')
  @HttpCode(200)
  @RequireRole(Role.Root)
  @Header('Cache-Control', 'no-store')
  @ApiParam({ name: 'id', type: Number })
  @ApiOperation({ summary: 'The key in clear; leaves a log row' })
  @ApiReply(RevealedChannelKeyDto)
  async reveal(@Param('id', ChannelIdPipe) id: number, @Req() request: HttpRequest) {
    return reply({ key: await this.admin.reveal(id, this.actingAdmin.of(request)) });
  }

  @Post()
  @HttpCode(200)
  @ApiOperation({ summary: 'Creates one channel for each line of the key; data = new ids' })
  @ApiReply([Number])
  async create(@Body() body: SaveChannelDto, @Req() request: HttpRequest) {
    return reply(await this.admin.create(body, this.actingAdmin.of(request)));
  }

  @Put()
  @ApiOperation({ summary: 'Changes the fields that are sent' })
  @ApiReply(ChannelViewDto)
  async update(@Body() body: UpdateChannelDto, @Req() request: HttpRequest) {
    return reply(this.presenter.toView(await this.admin.update(body.id, body, this.actingAdmin.of(request))));
  }

  @Delete('disabled')
  @ApiOperation({ summary: 'Deletes all disabled channels; data = their number' })
  @ApiReply(Number)
  async removeDisabled(@Req() request: HttpRequest) {
    return reply(await this.admin.removeDisabled(this.actingAdmin.of(request)));
  }

  @Delete(':id')
  @ApiParam({ name: 'id', type: Number })
  @ApiReply(null)
  async remove(@Param('id', ChannelIdPipe) id: number, @Req() request: HttpRequest) {
    if ((await this.admin.remove([id], this.actingAdmin.of(request))) === 0) throw channelNotFound();
    return reply(null);
  }

  @Post('batch')
  @HttpCode(200)
  @ApiOperation({ summary: 'Deletes channels; data = how many of them existed' })
  @ApiReply(Number)
  async removeMany(@Body() body: ChannelIdsDto, @Req() request: HttpRequest) {
    return reply(await this.admin.remove(readIds(body.ids), this.actingAdmin.of(request)));
  }

  @Post('copy')
  @HttpCode(200)
  @ApiOperation({ summary: 'Copies a channel, switched off and without key; data = new id' })
  @ApiReply(CopiedChannelDto)
  async copy(@Body() body: CopyChannelDto, @Req() request: HttpRequest) {
    return reply({ id: await this.admin.copy(body.id, this.actingAdmin.of(request)) }, '渠道复制成功');
  }

  @Post('reset_stats/:id')
  @HttpCode(200)
  @ApiParam({ name: 'id', type: Number })
  @ApiOperation({ summary: 'Sets used quota, used count and balance to 0' })
  @ApiReply(null)
  async resetStatistics(@Param('id', ChannelIdPipe) id: number, @Req() request: HttpRequest) {
    await this.admin.resetStatistics(id, this.actingAdmin.of(request));
    return reply(null);
  }
}

function readIds(ids: unknown): number[] {
  const isId = (id: unknown): id is number => Number.isInteger(id) && (id as number) > 0 && (id as number) < 1e9;
  if (Array.isArray(ids) && ids.length > 0 && ids.length <= MOST_IDS && ids.every(isId)) return [...new Set(ids)];
  throw new AppError(
    'channel.ids_invalid',
    { zh: '参数错误', en: 'ids must be a list of channel ids' },
    { status: 422, param: 'ids' },
  );
}
