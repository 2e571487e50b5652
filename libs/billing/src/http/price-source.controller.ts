import { Body, Controller, Delete, Get, HttpCode, Param, Post, Put, Query, Req } from '@nestjs/common';
import { ApiBody, ApiOperation, ApiQuery, ApiTags } from '@nestjs/swagger';
import { AppError, Role, type Principal } from '@app/kernel';
import { ApiReply, CurrentUser, reply, RequireRole, type Envelope } from '@app/platform';
import type { Request as HttpRequest } from 'express';
import { sourceNotFound } from '../prices/price-errors';
import { parseOffer } from '../prices/sync/parse-offer';
import { PriceOffers } from '../prices/sync/price-offers';
import { PriceSources } from '../prices/sync/price-sources';
import { PriceSyncService } from '../prices/sync/price-sync.service';
import { LARGEST_OFFER_BYTES } from '../prices/sync/source-download';
import { Actors } from './actors';
import {
  OfferOutcomeView,
  PriceSourceDto,
  PriceSourceView,
  toOfferOutcomeView,
  toPriceSourceView,
} from './dto/price-source.dto';
import { IdPipe } from './id-pipe';
import { readUpload } from './read-upload';

const FETCH_MS = 45_000;
const sourceId = new IdPipe(sourceNotFound);

/** Price lists from elsewhere. They become drafts; what of them counts is decided there. */
@ApiTags('prices')
@Controller('api/price/sources')
@RequireRole(Role.Admin)
export class PriceSourceController {
  constructor(
    private readonly sources: PriceSources,
    private readonly sync: PriceSyncService,
    private readonly offers: PriceOffers,
    private readonly actors: Actors,
  ) {}

  @Get()
  @ApiOperation({ summary: 'Where price lists are fetched from' })
  @ApiReply([PriceSourceView])
  async list(): Promise<Envelope<PriceSourceView[]>> {
    return reply((await this.sources.list()).map(toPriceSourceView));
  }

  @Post()
  @HttpCode(200)
  @RequireRole(Role.Root)
  @ApiOperation({ summary: 'Adds a source' })
  @ApiReply(PriceSourceView)
  async add(
    @CurrentUser() user: Principal,
    @Body() body: PriceSourceDto,
    @Req() request: HttpRequest,
  ): Promise<Envelope<PriceSourceView>> {
    return reply(toPriceSourceView(await this.sources.add(this.actors.of(user, request), toTerms(body))));
  }

  @Post('upload')
  @HttpCode(200)
  @ApiOperation({ summary: 'Offers the price list of a file, at most 8 MiB, in a draft' })
  @ApiQuery({ name: 'name', description: 'What it is called; prices taken from it are sync:NAME' })
  @ApiBody({ schema: { type: 'object', additionalProperties: true } })
  @ApiReply(OfferOutcomeView)
  async upload(
    @CurrentUser() user: Principal,
    @Req() request: HttpRequest,
    @Query('name') name?: string,
  ): Promise<Envelope<OfferOutcomeView>> {
    if (typeof name !== 'string' || !/^[\w.-]{1,64}$/.test(name)) throw nameInvalid();
    const value = parseOffer(await readUpload(request, LARGEST_OFFER_BYTES));
    return reply(toOfferOutcomeView(await this.offers.offer(user.userId, name, value)));
  }

  @Put(':id')
  @RequireRole(Role.Root)
  @ApiOperation({ summary: 'Changes a source' })
  @ApiReply(PriceSourceView)
  async update(
    @CurrentUser() user: Principal,
    @Param('id', sourceId) id: number,
    @Body() body: PriceSourceDto,
    @Req() request: HttpRequest,
  ): Promise<Envelope<PriceSourceView>> {
    return reply(toPriceSourceView(await this.sources.update(this.actors.of(user, request), id, toTerms(body))));
  }

  @Delete(':id')
  @RequireRole(Role.Root)
  @ApiOperation({ summary: 'Removes a source; prices taken from it stay' })
  @ApiReply(null)
  async remove(
    @CurrentUser() user: Principal,
    @Param('id', sourceId) id: number,
    @Req() request: HttpRequest,
  ): Promise<Envelope<null>> {
    await this.sources.remove(this.actors.of(user, request), id);
    return reply(null);
  }

  @Post(':id/fetch')
  @HttpCode(200)
  @ApiOperation({ summary: 'Fetches the source now and offers what it has in a draft' })
  @ApiReply(OfferOutcomeView)
  async fetch(@CurrentUser() user: Principal, @Param('id', sourceId) id: number): Promise<Envelope<OfferOutcomeView>> {
    const outcome = await this.sync.fetch(user.userId, id, AbortSignal.timeout(FETCH_MS));
    return reply(toOfferOutcomeView(outcome));
  }
}

function toTerms({ name, url, every_hours }: PriceSourceDto) {
  return { name, url, everyHours: every_hours ?? 0 };
}

function nameInvalid(): AppError {
  const text = { zh: 'name 须为 1 到 64 个字母、数字或 . - _', en: 'name must be 1 to 64 letters, digits or . - _' };
  return new AppError('price.source_name_invalid', text, { status: 422, param: 'name' });
}
