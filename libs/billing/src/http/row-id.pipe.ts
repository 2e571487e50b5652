import { Injectable, type PipeTransform } from '@nestjs/common';
import { paymentErrors } from '../payment/payment-errors';

/** An id from the path; anything that cannot be one names no order. */
@Injectable()
export class RowIdPipe implements PipeTransform<string, number> {
  transform(text: string): number {
    if (!/^[1-9]\d{0,8}$/.test(text)) throw paymentErrors.orderNotFound();
    return Number(text);
  }
}
