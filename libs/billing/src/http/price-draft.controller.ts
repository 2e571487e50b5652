import { Body, Controller, Get, Header, HttpCode, Param, Post, Put, Query, Req } from '@nestjs/common';
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
import { PriceBook } from '../application/price-book';
import { routesBelowCost } from '../prices/below-cost';
import { diffLists } from '../prices/diff-lists';
import { DraftStore } from '../prices/draft-store';
import { EffectEstimate } from '../prices/effect-estimate';
import { PriceDrafts } from '../prices/price-drafts';
import { draftNotFound } from '../prices/price-errors';
import { PriceHistory } from '../prices/price-history';
import { diffOffer } from '../prices/take-offered';
import { Actors } from './actors';
import { EffectView, toEffectView } from './dto/effect-view.dto';
import {
  CreateDraftDto,
  EditDraftDto,
  PublishDraftDto,
  RebaseDraftDto,
  SeenDraftDto,
  TakeOfferedDto,
} from './dto/price-draft.dto';
import {
  ChangedEntryView,
  DraftDiffView,
  DraftHeadView,
  DraftView,
  RebasedDraftView,
  toChangedEntryView,
  toDraftHeadView,
  toDraftView,
  toLosingRouteViews,
} from './dto/price-draft-view.dto';
import { PublishedView } from './dto/price-version-view.dto';
import { IdPipe } from './id-pipe';

const STATUSES = ['open', 'published', 'discarded'] as const;
const DraftId = (): ParameterDecorator => Param('id', new IdPipe(draftNotFound));

/** Prices before they count. Everybody who keeps prices may work on drafts; what is published is the root's decision. */
@ApiTags('prices')
@Controller('api/price/drafts')
@RequireRole(Role.Admin)
export class PriceDraftController {
  constructor(
    private readonly drafts: PriceDrafts,
    private readonly store: DraftStore,
    private readonly book: PriceBook,
    private readonly history: PriceHistory,
    private readonly effects: EffectEstimate,
    private readonly actors: Actors,
  ) {}

  @Get()
  @Header('Cache-Control', 'no-store')
  @ApiOperation({ summary: 'Drafts, newest first' })
  @ApiQuery({ name: 'status', required: false, enum: STATUSES })
  @ApiListReply(DraftHeadView)
  async list(@PageQuery() paging: Paging, @Query('status') status?: string): Promise<ListEnvelope<DraftHeadView>> {
    const { rows, total } = await this.store.list(
      paging,
      STATUSES.find((name) => name === status),
    );
    return replyList(rows.map(toDraftHeadView), total);
  }

  @Post()
  @HttpCode(200)
  @ApiOperation({ summary: 'A draft with the prices in force (by a time to come), or those of another version' })
  @ApiReply(DraftView)
  async create(
    @CurrentUser() user: Principal,
    @Body() body: CreateDraftDto,
    @Req() request: HttpRequest,
  ): Promise<Envelope<DraftView>> {
    const { note = '', from_version, at } = body;
    const draft = await this.drafts.create(this.actors.of(user, request), note, from_version, at);
    return reply(toDraftView(draft));
  }

  @Get(':id')
  @Header('Cache-Control', 'no-store')
  @ApiOperation({ summary: 'A draft with its prices' })
  @ApiReply(DraftView)
  async read(@DraftId() id: number): Promise<Envelope<DraftView>> {
    return reply(toDraftView(await this.store.find(id)));
  }

  @Put(':id')
  @ApiOperation({ summary: 'Sets and removes entries; 422 names the path of what cannot be' })
  @ApiReply(DraftView)
  async edit(
    @CurrentUser() user: Principal,
    @DraftId() id: number,
    @Body() body: EditDraftDto,
    @Req() request: HttpRequest,
  ): Promise<Envelope<DraftView>> {
    const seen = { id, revision: body.revision };
    const draft = await this.drafts.edit(this.actors.of(user, request), seen, body.edits ?? {}, body.note);
    return reply(toDraftView(draft));
  }

  @Get(':id/diff')
  @Header('Cache-Control', 'no-store')
  @ApiOperation({ summary: 'What the draft changes of the prices before it, and where it would sell below cost' })
  @ApiReply(DraftDiffView)
  async diff(@DraftId() id: number): Promise<Envelope<DraftDiffView>> {
    const draft = await this.store.find(id);
    const { version } = this.book;
    const rules = this.book.rules();
    const scheduled = await this.history.scheduled();
    const before = scheduled.includes(draft.baseVersion) ? await this.history.find(draft.baseVersion) : version;
    return reply({
      base_version: draft.baseVersion,
      in_force: version.id,
      compared_with: before.id,
      is_outdated: draft.baseVersion !== before.id,
      changes: diffLists(before.list, draft.list).map(toChangedEntryView),
      below_cost: toLosingRouteViews(routesBelowCost(draft.list, rules), routesBelowCost(before.list, rules)),
      scheduled,
    });
  }

  @Get(':id/effect')
  @Header('Cache-Control', 'no-store')
  @ApiOperation({ summary: "The last seven days' calls at the draft's prices" })
  @ApiReply(EffectView)
  async effect(@DraftId() id: number): Promise<Envelope<EffectView>> {
    const { list } = await this.store.find(id);
    return reply(toEffectView(await this.effects.estimate(list)));
  }

  @Get(':id/offer')
  @Header('Cache-Control', 'no-store')
  @ApiOperation({ summary: 'What a source offers otherwise than the draft has it' })
  @ApiReply([ChangedEntryView])
  async offer(@DraftId() id: number): Promise<Envelope<ChangedEntryView[]>> {
    const { list, offer } = await this.store.find(id);
    return reply(offer === undefined ? [] : diffOffer(list, offer).map(toChangedEntryView));
  }

  @Post(':id/take')
  @HttpCode(200)
  @ApiOperation({ summary: 'Takes chosen entries of the offer into the draft' })
  @ApiReply(DraftView)
  async take(
    @CurrentUser() user: Principal,
    @DraftId() id: number,
    @Body() body: TakeOfferedDto,
    @Req() request: HttpRequest,
  ): Promise<Envelope<DraftView>> {
    const { revision, paths = [], every } = body;
    const choice = { paths, ...(every !== undefined && { every }) };
    return reply(toDraftView(await this.drafts.take(this.actors.of(user, request), { id, revision }, choice)));
  }

  @Post(':id/rebase')
  @HttpCode(200)
  @ApiOperation({ summary: 'Makes the draft a change of the version in force (by a time to come)' })
  @ApiReply(RebasedDraftView)
  async rebase(
    @CurrentUser() user: Principal,
    @DraftId() id: number,
    @Body() { revision, at }: RebaseDraftDto,
    @Req() request: HttpRequest,
  ): Promise<Envelope<RebasedDraftView>> {
    const { draft, conflicts } = await this.drafts.rebase(this.actors.of(user, request), { id, revision }, at);
    return reply({ ...toDraftView(draft), conflicts });
  }

  @Post(':id/discard')
  @HttpCode(200)
  @ApiOperation({ summary: 'Gives the draft up' })
  @ApiReply(DraftHeadView)
  async discard(
    @CurrentUser() user: Principal,
    @DraftId() id: number,
    @Body() { revision }: SeenDraftDto,
    @Req() request: HttpRequest,
  ): Promise<Envelope<DraftHeadView>> {
    const draft = await this.drafts.discard(this.actors.of(user, request), { id, revision });
    return reply(toDraftHeadView(draft));
  }

  @Post(':id/publish')
  @HttpCode(200)
  @RequireRole(Role.Root)
  @ApiOperation({ summary: 'Makes the draft a version, at once or from a time on; 409 when its base is not in force' })
  @ApiReply(PublishedView)
  async publish(
    @CurrentUser() user: Principal,
    @DraftId() id: number,
    @Body() body: PublishDraftDto,
    @Req() request: HttpRequest,
  ): Promise<Envelope<PublishedView>> {
    const seen = { id, revision: body.revision };
    const version = await this.drafts.publish(this.actors.of(user, request), seen, body.valid_from, body.note);
    return reply({
      version: version.id,
      valid_from: version.validFrom,
      scheduled: await this.history.scheduled(),
    });
  }
}
