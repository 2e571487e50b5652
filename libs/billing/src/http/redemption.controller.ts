import { Readable } from 'node:stream';
import {
  Body,
  Controller,
  Delete,
  Get,
  Header,
  HttpCode,
  Param,
  Post,
  Put,
  Query,
  Req,
  StreamableFile,
} from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiProduces, ApiQuery, ApiTags, getSchemaPath } from '@nestjs/swagger';
import { AppError, moneyToUsd, quotaToMoney, Role, type Money, type Principal } from '@app/kernel';
import {
  ApiListReply,
  ApiReply,
  CurrentUser,
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
import type { Request as HttpRequest } from 'express';
import { requireBookable } from '../domain/largest-amount';
import { RedemptionAdmin, type ChangeOutcome } from '../redemption/redemption-admin';
import type { RedemptionTerms } from '../redemption/redemption-batch';
import { redemptionNotFound, redemptionUsed } from '../redemption/redemption-errors';
import { RedemptionQuery, type RedemptionFilter } from '../redemption/redemption-query';
import { RedemptionStatus } from '../redemption/redemption-status';
import { Actors } from './actors';
import { CreateRedemptionsDto, RedemptionFilterDto, UpdateRedemptionDto } from './dto/redemption.dto';
import { RedemptionView, toRedemptionView } from './dto/redemption-view.dto';
import { IdPipe } from './id-pipe';

/** The usual envelope and the batch beside it: clients of this family expect the keys alone in `data`. */
const CREATED_CODES = {
  allOf: [
    { $ref: getSchemaPath('EnvelopeDto') },
    {
      type: 'object',
      required: ['data', 'batch_id'],
      properties: { data: { type: 'array', items: { type: 'string' } }, batch_id: { type: 'string' } },
    },
  ],
};

@ApiTags('redemption')
@Controller('api/redemption')
@RequireRole(Role.Admin)
export class RedemptionController {
  constructor(
    private readonly admin: RedemptionAdmin,
    private readonly codes: RedemptionQuery,
    private readonly options: OptionStore,
    private readonly actors: Actors,
  ) {}

  @Get()
  @Header('Cache-Control', 'no-store')
  @ApiOperation({ summary: 'Redemption codes, newest first' })
  @ApiListReply(RedemptionView)
  async list(@Query() query: RedemptionFilterDto, @PageQuery() paging: Paging): Promise<ListEnvelope<RedemptionView>> {
    const { rows, total } = await this.codes.list(toFilter(query), paging);
    return replyList(
      rows.map((row) => toRedemptionView(row, this.quotaPerUnit)),
      total,
    );
  }

  @Get('search')
  @Header('Cache-Control', 'no-store')
  @ApiOperation({ summary: 'The same as the list' })
  @ApiListReply(RedemptionView)
  search(@Query() query: RedemptionFilterDto, @PageQuery() paging: Paging): Promise<ListEnvelope<RedemptionView>> {
    return this.list(query, paging);
  }

  @Get('export')
  @Header('Cache-Control', 'no-store')
  @ApiOperation({ summary: 'The codes of a batch or name as a CSV file; leaves a log row' })
  @ApiProduces('text/csv')
  @ApiOkResponse({ schema: { type: 'string' } })
  async export(
    @CurrentUser() user: Principal,
    @Query() query: RedemptionFilterDto,
    @Req() request: HttpRequest,
  ): Promise<StreamableFile> {
    const what = query.batch_id ?? query.name ?? '';
    if (what === '') throw exportUnbounded();
    await this.admin.recordExport(this.actors.of(user, request), what);
    const lines = this.codes.csv(toFilter(query), ({ amount }) => moneyToUsd(amount));
    return new StreamableFile(Readable.from(lines), {
      type: 'text/csv; charset=utf-8',
      disposition: 'attachment; filename="redemption-codes.csv"',
    });
  }

  @Get(':id')
  @Header('Cache-Control', 'no-store')
  @ApiOperation({ summary: 'One redemption code' })
  @ApiReply(RedemptionView)
  async read(@Param('id', new IdPipe(redemptionNotFound)) id: number): Promise<Envelope<RedemptionView>> {
    return reply(await this.view(id));
  }

  @Post()
  @HttpCode(200)
  @Header('Cache-Control', 'no-store')
  @ApiOperation({ summary: 'Makes up to 10 000 codes; data = their keys, batch_id = what they are found by' })
  @ApiOkResponse({ schema: CREATED_CODES })
  async create(
    @CurrentUser() user: Principal,
    @Body() body: CreateRedemptionsDto,
    @Req() request: HttpRequest,
  ): Promise<Envelope<string[]> & { batch_id: string }> {
    const { keys, batchId } = await this.admin.create(this.actors.of(user, request), {
      name: body.name.trim(),
      count: body.count,
      amount: this.toAmount(body.quota),
      startsAt: body.starts_at ?? 0,
      endsAt: body.ends_at ?? 0,
      perUserLimit: body.per_user_limit ?? 0,
    });
    return { ...reply(keys), batch_id: batchId };
  }

  @Put()
  @ApiOperation({ summary: 'Changes an unused code; with status_only nothing but its status' })
  @ApiQuery({ name: 'status_only', required: false })
  @ApiReply(RedemptionView)
  async update(
    @CurrentUser() user: Principal,
    @Body() body: UpdateRedemptionDto,
    @Req() request: HttpRequest,
    @Query('status_only') isStatusOnly?: string,
  ): Promise<Envelope<RedemptionView>> {
    const actor = this.actors.of(user, request);
    requireDone(
      isStatusOnly
        ? await this.admin.setStatus(actor, body.id, readStatus(body.status))
        : await this.admin.update(actor, body.id, this.toTerms(body)),
    );
    return reply(await this.view(body.id));
  }

  @Delete(':id')
  @ApiOperation({ summary: 'Removes a code that nobody has used' })
  @ApiReply(null)
  async remove(
    @CurrentUser() user: Principal,
    @Param('id', new IdPipe(redemptionNotFound)) id: number,
    @Req() request: HttpRequest,
  ): Promise<Envelope<null>> {
    requireDone(await this.admin.remove(this.actors.of(user, request), id));
    return reply(null);
  }

  private async view(id: number): Promise<RedemptionView> {
    const code = await this.codes.find(id);
    if (code === undefined) throw redemptionNotFound();
    return toRedemptionView(code, this.quotaPerUnit);
  }

  private toTerms(body: UpdateRedemptionDto): Partial<RedemptionTerms> {
    return {
      ...(body.name === undefined ? {} : { name: body.name.trim() }),
      ...(body.quota === undefined ? {} : { amount: this.toAmount(body.quota) }),
      ...(body.starts_at === undefined ? {} : { startsAt: body.starts_at }),
      ...(body.ends_at === undefined ? {} : { endsAt: body.ends_at }),
      ...(body.per_user_limit === undefined ? {} : { perUserLimit: body.per_user_limit }),
    };
  }

  private toAmount(quota: number): Money {
    return requireBookable(quotaToMoney(quota, this.quotaPerUnit), 'quota');
  }

  private get quotaPerUnit(): number {
    return this.options.get(SystemOptions.QuotaPerUnit);
  }
}

function toFilter({ keyword, name, batch_id, status }: RedemptionFilterDto): RedemptionFilter {
  return {
    ...(keyword === undefined ? {} : { keyword: keyword.trim() }),
    ...(name === undefined ? {} : { name }),
    ...(batch_id === undefined ? {} : { batchId: batch_id }),
    ...(status === undefined ? {} : { status }),
  };
}

function readStatus(status: number | undefined): RedemptionStatus.Enabled | RedemptionStatus.Disabled {
  if (status === RedemptionStatus.Enabled || status === RedemptionStatus.Disabled) return status;
  const text = { zh: '无效的兑换码状态', en: 'The status must be 1 or 2' };
  throw new AppError('redemption.status_invalid', text, { status: 422, param: 'status' });
}

function requireDone(outcome: ChangeOutcome): void {
  if (outcome === 'not-found') throw redemptionNotFound();
  if (outcome === 'used') throw redemptionUsed();
}

function exportUnbounded(): AppError {
  const text = { zh: '请指定 batch_id 或 name', en: 'Name a batch_id or a name' };
  return new AppError('redemption.export_unbounded', text, { status: 422, param: 'batch_id' });
}
