import { AppError, Clock, Role, type Principal } from '@app/kernel';
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
import { Body, Controller, Delete, Get, HttpCode, Param, Post, Put, Query, Req } from '@nestjs/common';
import { ApiOperation, ApiQuery, ApiTags } from '@nestjs/swagger';
import type { Request as HttpRequest } from 'express';
import { TokenQueryService } from '../application/token-query.service';
import { TokenService } from '../application/token.service';
import { showApiKey } from '../domain/api-key';
import { TokenStatus } from '../domain/token-status';
import type { TokenEntity } from '../persistence/token.entity';
import { BillingStrategyDto } from './dto/billing-strategy.dto';
import { RevealedTokenKeyDto } from './dto/revealed-key.dto';
import { TokenFieldsDto, toTokenFields } from './dto/token-fields.dto';
import { TokenViewDto, toTokenView } from './dto/token-view.dto';
import { toSeenAllowance, UpdateTokenDto } from './dto/update-token.dto';
import { TokenIdPipe } from './token-id.pipe';
import { VisitorReader } from './visitor-reader';

@ApiTags('tokens')
@Controller('api/token')
@RequireRole(Role.Common)
export class TokenController {
  constructor(
    private readonly tokens: TokenService,
    private readonly lists: TokenQueryService,
    private readonly options: OptionStore,
    private readonly clock: Clock,
    private readonly visitors: VisitorReader,
  ) {}

  @Get()
  @ApiOperation({ summary: 'Own tokens, newest first' })
  @ApiListReply(TokenViewDto)
  async list(@CurrentUser() owner: Principal, @PageQuery() paging: Paging): Promise<ListEnvelope<TokenViewDto>> {
    return this.viewList(await this.lists.list(owner, paging));
  }

  @Get('search')
  @ApiOperation({ summary: 'Own tokens by part of the name and by key' })
  @ApiListReply(TokenViewDto)
  async search(
    @CurrentUser() owner: Principal,
    @PageQuery() paging: Paging,
    @Query('keyword') keyword: unknown,
    @Query('token') keyText: unknown,
  ): Promise<ListEnvelope<TokenViewDto>> {
    return this.viewList(await this.lists.search(owner, textOf(keyword), textOf(keyText), paging));
  }

  @Get(':id')
  @ApiOperation({ summary: 'One own token' })
  @ApiReply(TokenViewDto)
  async read(@CurrentUser() owner: Principal, @Param('id', TokenIdPipe) id: number): Promise<Envelope<TokenViewDto>> {
    return reply(this.view(await this.tokens.read(owner, id)));
  }

  @Post()
  @HttpCode(200)
  @ApiOperation({ summary: 'Create a token; the only reply that carries the whole key' })
  @ApiReply(TokenViewDto)
  async create(@CurrentUser() owner: Principal, @Body() body: TokenFieldsDto): Promise<Envelope<TokenViewDto>> {
    const { token, key } = await this.tokens.create(owner, toTokenFields(body));
    return reply({ ...this.view(token), key: showApiKey(key) });
  }

  @Put()
  @ApiOperation({
    summary: 'Change a token, or only its status or its way of billing',
    description:
      'Absent fields keep their values. Calls may spend the allowance while a form is open, so remain_quota counts as a ' +
      'wish only when it differs from what the client had shown: send remain_usd back as it was read, or ' +
      'expected_remain_quota to be refused (409) instead of overwriting. A client that sends neither sets what it sends.',
  })
  @ApiQuery({ name: 'status_only', required: false })
  @ApiQuery({ name: 'billing_strategy_only', required: false })
  @ApiReply(TokenViewDto)
  async update(
    @CurrentUser() owner: Principal,
    @Body() body: UpdateTokenDto,
    @Query('status_only') isStatusOnly?: string,
    @Query('billing_strategy_only') isBillingOnly?: string,
  ): Promise<Envelope<TokenViewDto>> {
    if (isStatusOnly) return reply(this.view(await this.tokens.setStatus(owner, body.id, readStatus(body.status))));
    if (isBillingOnly) {
      return reply(this.view(await this.tokens.setBilling(owner, body.id, body.billing_enabled ?? false)));
    }
    return reply(this.view(await this.tokens.update(owner, body.id, toTokenFields(body), toSeenAllowance(body))));
  }

  @Put(':id/billing_strategy')
  @ApiOperation({ summary: 'Bill by call or by tokens' })
  @ApiReply(TokenViewDto)
  async setBilling(
    @CurrentUser() owner: Principal,
    @Param('id', TokenIdPipe) id: number,
    @Body() body: BillingStrategyDto,
  ): Promise<Envelope<TokenViewDto>> {
    const token = await this.tokens.setBilling(owner, id, Boolean(body.billing_enabled));
    return reply(this.view(token), 'Billing strategy updated successfully');
  }

  @Post(':id/reveal')
  @HttpCode(200)
  @ApiOperation({ summary: 'The whole key, if it is stored and RevealTokenKeyEnabled is on; leaves a log row' })
  @ApiReply(RevealedTokenKeyDto)
  async reveal(
    @CurrentUser() owner: Principal,
    @Param('id', TokenIdPipe) id: number,
    @Req() request: HttpRequest,
  ): Promise<Envelope<RevealedTokenKeyDto>> {
    return reply({ key: await this.tokens.reveal(owner, id, this.visitors.read(request).ip) });
  }

  @Delete(':id')
  @ApiOperation({ summary: 'Remove a token' })
  @ApiReply(null)
  async remove(@CurrentUser() owner: Principal, @Param('id', TokenIdPipe) id: number): Promise<Envelope<null>> {
    await this.tokens.remove(owner, id);
    return reply(null);
  }

  private view(token: TokenEntity): TokenViewDto {
    return toTokenView(token, {
      quotaPerUsd: this.options.get(SystemOptions.QuotaPerUnit),
      nowSeconds: this.clock.seconds(),
      isRevealEnabled: this.options.get(SystemOptions.RevealTokenKeyEnabled),
    });
  }

  private viewList([tokens, total]: [TokenEntity[], number]): ListEnvelope<TokenViewDto> {
    return replyList(
      tokens.map((token) => this.view(token)),
      total,
    );
  }
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function readStatus(status: number | undefined): TokenStatus.Enabled | TokenStatus.Disabled {
  if (status === TokenStatus.Enabled || status === TokenStatus.Disabled) return status;
  throw new AppError(
    'token.status_invalid',
    { zh: '无效的令牌状态', en: 'The status must be 1 or 2' },
    { status: 422, param: 'status' },
  );
}
