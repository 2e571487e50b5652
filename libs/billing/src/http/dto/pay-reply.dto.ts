import { ApiProperty } from '@nestjs/swagger';
import type { StartedOrder } from '../../payment/top-up-orders';

/** What the payer's browser has to do. */
export class PaymentStartView {
  @ApiProperty({ enum: ['redirect', 'form', 'qr', 'instructions'] }) kind: string;
  @ApiProperty() trade_no: string;
  @ApiProperty({ description: 'Where to go (redirect) or to post the form; else empty' }) url: string;
  @ApiProperty({ type: 'object', additionalProperties: { type: 'string' }, description: 'Of the form' })
  fields: Readonly<Record<string, string>>;
  @ApiProperty({ description: 'For the QR code' }) content: string;
  @ApiProperty({ description: 'Instructions for the payer' }) text: string;
}

/** The envelope of clients that know epay only: the form's fields in `data`, its address in `url`. */
export class PayReplyDto {
  @ApiProperty() success: boolean;
  @ApiProperty({ description: 'success' }) message: string;
  @ApiProperty({ type: 'object', additionalProperties: { type: 'string' } }) data: Readonly<Record<string, string>>;
  @ApiProperty() url: string;
  @ApiProperty({ type: PaymentStartView }) payment: PaymentStartView;
}

export function toPayReply({ order, start }: StartedOrder): PayReplyDto {
  const payment: PaymentStartView = {
    kind: start.kind,
    trade_no: order.tradeNo,
    url: start.kind === 'redirect' ? start.url : start.kind === 'form' ? start.action : '',
    fields: start.kind === 'form' ? start.fields : {},
    content: start.kind === 'qr' ? start.content : '',
    text: start.kind === 'instructions' ? start.text : '',
  };
  return { success: true, message: 'success', data: payment.fields, url: payment.url, payment };
}
