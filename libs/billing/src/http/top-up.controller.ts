import { Body, Controller, Get, HttpCode, Post } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Role, type Principal } from '@app/kernel';
import {
  ApiListReply,
  ApiReply,
  CurrentUser,
  OptionStore,
  PageQuery,
  reply,
  replyList,
  RequireRole,
  type Envelope,
  type ListEnvelope,
  type Paging,
} from '@app/platform';
import { PaymentOrderRepository } from '../persistence/payment-order.repository';
import { PaymentTimeline } from '../persistence/payment-timeline';
import { MAX_TOP_UP, MIN_TOP_UP, TOPUP_AMOUNT, TOPUP_AMOUNT_ENABLED, TOPUP_RATIO } from '../payment/payment-options';
import { PaymentProviders } from '../payment/payment-providers';
import { TopUpOrders, type TopUpRequest } from '../payment/top-up-orders';
import { amountText } from '../payment/top-up-price';
import { PayReplyDto, toPayReply } from './dto/pay-reply.dto';
import { TopUpOfferDto } from './dto/top-up-offer.dto';
import { OwnTopUpView, toOwnTopUpView } from './dto/top-up-view.dto';
import { PayDto, TopUpPriceDto } from './dto/top-up.dto';

/** Buying units for the own account. */
@ApiTags('payment')
@Controller('api/user')
@RequireRole(Role.Common)
export class TopUpController {
  constructor(
    private readonly topUps: TopUpOrders,
    private readonly providers: PaymentProviders,
    private readonly orders: PaymentOrderRepository,
    private readonly timeline: PaymentTimeline,
    private readonly options: OptionStore,
  ) {}

  @Get('topup/offer')
  @ApiOperation({ summary: 'Methods, validities and amounts on offer' })
  @ApiReply(TopUpOfferDto)
  offer(): Envelope<TopUpOfferDto> {
    const isFixed = this.options.get(TOPUP_AMOUNT_ENABLED);
    return reply({
      methods: this.providers.offered().map(({ provider, method: { id, label } }) => ({
        id,
        provider: provider.id,
        currency: provider.currency,
        label,
      })),
      validities: [...this.options.get(TOPUP_RATIO).keys()],
      amounts: isFixed ? [...this.options.get(TOPUP_AMOUNT).keys()].map(Number) : [],
      least: this.options.get(MIN_TOP_UP),
      most: this.options.get(MAX_TOP_UP),
    });
  }

  @Post('amount')
  @HttpCode(200)
  @ApiOperation({ summary: 'Price of a top-up as text, e.g. "12.34"' })
  @ApiReply(String)
  price(@CurrentUser() user: Principal, @Body() body: TopUpPriceDto): Envelope<string> {
    return reply(amountText(this.topUps.price(user, toRequest(body), body.payment_method)), 'success');
  }

  @Post('pay')
  @HttpCode(200)
  @ApiOperation({ summary: 'Makes an order and says what the browser has to do' })
  @ApiOkResponse({ type: PayReplyDto })
  async pay(@CurrentUser() user: Principal, @Body() body: PayDto): Promise<PayReplyDto> {
    return toPayReply(await this.topUps.begin(user, toRequest(body), body.payment_method));
  }

  @Get('topups')
  @ApiOperation({ summary: 'Own orders with their timelines, newest first' })
  @ApiListReply(OwnTopUpView)
  async own(@CurrentUser() { userId }: Principal, @PageQuery() paging: Paging): Promise<ListEnvelope<OwnTopUpView>> {
    const { rows, total } = await this.orders.list({ userId }, paging);
    const events = await this.timeline.of(rows.map(({ id }) => id));
    return replyList(
      rows.map((order) => toOwnTopUpView(order, events)),
      total,
    );
  }
}

function toRequest({ amount, topup_ratio, validity }: TopUpPriceDto): TopUpRequest {
  return { amount, validity: topup_ratio ?? validity ?? '' };
}
