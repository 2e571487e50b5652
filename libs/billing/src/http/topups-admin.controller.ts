import { Body, Controller, Delete, Get, HttpCode, Param, Post, Query, Req } from '@nestjs/common';
import { ApiOperation, ApiParam, ApiTags } from '@nestjs/swagger';
import { Role, type Principal } from '@app/kernel';
import {
  ApiListReply,
  ApiReply,
  clientIp,
  CurrentUser,
  PageQuery,
  reply,
  replyList,
  RequireRole,
  TrustedProxies,
  type Envelope,
  type ListEnvelope,
  type Paging,
} from '@app/platform';
import type { Request as HttpRequest } from 'express';
import type { CallbackResult } from '../persistence/payment-callback.entity';
import { PaymentCallbackRepository } from '../persistence/payment-callback.repository';
import { PaymentOrderRepository, type OrderFilter } from '../persistence/payment-order.repository';
import { PaymentTimeline } from '../persistence/payment-timeline';
import { OrderAdministration, type Administrator } from '../payment/order-administration';
import { paymentErrors } from '../payment/payment-errors';
import { PaymentSelfTest } from '../payment/payment-self-test';
import { ProviderSelfTestDto, RefundReplyDto, ReplayReplyDto } from './dto/payment-replies.dto';
import {
  CallbackFilterDto,
  ConfirmTransferDto,
  RefundOrderDto,
  TopUpFilterDto,
  TopUpSearchDto,
} from './dto/top-up-filter.dto';
import {
  CallbackView,
  StaffTimelineLineDto,
  StaffTopUpView,
  statesNamed,
  toCallbackView,
  toStaffTimelineLine,
  toStaffTopUpView,
} from './dto/top-up-view.dto';
import { IdPipe } from './id-pipe';

const ORDER_ID = new IdPipe(paymentErrors.orderNotFound);
const CALLBACK_ID = new IdPipe(paymentErrors.callbackNotFound);

/** Payment orders, for staff. */
@ApiTags('payment')
@Controller('api/topups')
@RequireRole(Role.Admin)
export class TopupsAdminController {
  constructor(
    private readonly orders: PaymentOrderRepository,
    private readonly callbacks: PaymentCallbackRepository,
    private readonly timeline: PaymentTimeline,
    private readonly administration: OrderAdministration,
    private readonly selfTest: PaymentSelfTest,
    private readonly proxies: TrustedProxies,
  ) {}

  @Get()
  @ApiOperation({ summary: 'All orders that meet the criteria, newest first' })
  @ApiListReply(StaffTopUpView)
  async list(@Query() query: TopUpFilterDto, @PageQuery() paging: Paging): Promise<ListEnvelope<StaffTopUpView>> {
    const status = query.status ?? '';
    const states = status === '' ? undefined : statesNamed(status);
    if (status !== '' && states === undefined) return replyList([], 0);
    return this.page(
      {
        ...(query.user_id ? { userId: query.user_id } : {}),
        ...(query.trade_no ? { tradeNo: query.trade_no } : {}),
        ...(query.create_time ? { createdFrom: query.create_time } : {}),
        ...(states === undefined ? {} : { states }),
      },
      paging,
    );
  }

  @Get('search')
  @ApiOperation({ summary: 'Orders of a user id, or whose trade number begins so' })
  @ApiListReply(StaffTopUpView)
  search(@Query() { keyword = '' }: TopUpSearchDto, @PageQuery() paging: Paging) {
    return this.page(keyword === '' ? {} : { keyword }, paging);
  }

  @Get('callbacks')
  @ApiOperation({ summary: 'Stored callbacks, newest first' })
  @ApiListReply(CallbackView)
  async listCallbacks(@Query() { result, order_id }: CallbackFilterDto, @PageQuery() paging: Paging) {
    const filter = {
      ...(result === undefined ? {} : { result: result as CallbackResult }),
      ...(order_id === undefined ? {} : { orderId: order_id }),
    };
    const { rows, total } = await this.callbacks.list(filter, paging);
    return replyList(rows.map(toCallbackView), total);
  }

  @Post('callbacks/:id/replay')
  @HttpCode(200)
  @ApiParam({ name: 'id', type: Number })
  @ApiOperation({ summary: 'Verifies and processes a stored callback once more' })
  @ApiReply(ReplayReplyDto)
  async replay(@CurrentUser() user: Principal, @Req() request: HttpRequest, @Param('id', CALLBACK_ID) id: number) {
    const { result, detail, orderId } = await this.administration.replay(this.admin(user, request), id);
    return reply<ReplayReplyDto>({ result, detail, order_id: orderId });
  }

  @Post('self-test')
  @HttpCode(200)
  @ApiOperation({ summary: 'Tries settings, payment services and the reachability of the callback addresses' })
  @ApiReply([ProviderSelfTestDto])
  async test(): Promise<Envelope<ProviderSelfTestDto[]>> {
    return reply(await this.selfTest.run());
  }

  @Get('order/:id')
  @ApiParam({ name: 'id', type: Number })
  @ApiOperation({ summary: 'One order by its own id' })
  @ApiReply(StaffTopUpView)
  async find(@Param('id', ORDER_ID) id: number): Promise<Envelope<StaffTopUpView>> {
    return reply(toStaffTopUpView(await this.administration.find(id)));
  }

  @Get(':id/timeline')
  @ApiParam({ name: 'id', type: Number, description: 'Of the order' })
  @ApiOperation({ summary: 'All that happened to an order, oldest first' })
  @ApiReply([StaffTimelineLineDto])
  async timelineOf(@Param('id', ORDER_ID) id: number): Promise<Envelope<StaffTimelineLineDto[]>> {
    await this.administration.find(id);
    return reply((await this.timeline.of([id])).map(toStaffTimelineLine));
  }

  @Get(':id')
  @ApiParam({ name: 'id', type: Number, description: 'Of a user' })
  @ApiOperation({ summary: "A user's orders, newest first" })
  @ApiListReply(StaffTopUpView)
  ofUser(@Param('id', ORDER_ID) userId: number, @PageQuery() paging: Paging) {
    return this.page({ userId }, paging);
  }

  @Post(':id/query')
  @HttpCode(200)
  @ApiParam({ name: 'id', type: Number, description: 'Of the order' })
  @ApiOperation({ summary: 'Asks the provider about the order now' })
  @ApiReply(StaffTopUpView)
  async query(@Param('id', ORDER_ID) id: number): Promise<Envelope<StaffTopUpView>> {
    await this.administration.query(id);
    return this.find(id);
  }

  @Post(':id/complete')
  @HttpCode(200)
  @ApiParam({ name: 'id', type: Number, description: 'Of the order' })
  @ApiOperation({ summary: 'Confirms that the money of a manual transfer came' })
  @ApiReply(StaffTopUpView)
  async complete(
    @CurrentUser() user: Principal,
    @Req() request: HttpRequest,
    @Param('id', ORDER_ID) id: number,
    @Body() { money, note }: ConfirmTransferDto,
  ): Promise<Envelope<StaffTopUpView>> {
    await this.administration.confirm(this.admin(user, request), id, money, note);
    return this.find(id);
  }

  @Post(':id/refund')
  @HttpCode(200)
  @ApiParam({ name: 'id', type: Number, description: 'Of the order' })
  @ApiOperation({ summary: 'Pays back the rest of an order and takes its credit back as far as it is still there' })
  @ApiReply(RefundReplyDto)
  async refund(
    @CurrentUser() user: Principal,
    @Req() request: HttpRequest,
    @Param('id', ORDER_ID) id: number,
    @Body() { note, by_hand }: RefundOrderDto,
  ): Promise<Envelope<RefundReplyDto>> {
    const state = await this.administration.refund(this.admin(user, request), id, note, by_hand === true);
    return reply({ state });
  }

  @Delete('delete')
  @ApiOperation({ summary: 'Closes unpaid orders older than a day; data = how many. Nothing is deleted' })
  @ApiReply(Number)
  async close(@CurrentUser() user: Principal, @Req() request: HttpRequest): Promise<Envelope<number>> {
    return reply(await this.administration.closeOld(this.admin(user, request)), 'Top-ups closed');
  }

  private async page(filter: OrderFilter, paging: Paging): Promise<ListEnvelope<StaffTopUpView>> {
    const { rows, total } = await this.orders.list(filter, paging);
    return replyList(rows.map(toStaffTopUpView), total);
  }

  private admin({ userId }: Principal, request: HttpRequest): Administrator {
    return { userId, ip: clientIp(request, this.proxies) };
  }
}
