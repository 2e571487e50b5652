import { Injectable } from '@nestjs/common';
import { UnitOfWork, type Paging } from '@app/platform';
import { LessThan } from 'typeorm';
import type { PaymentProviderId, RawCallback } from '../payment/payment-provider';
import { PaymentCallbackEntity, type CallbackResult } from './payment-callback.entity';

const LONGEST_DETAIL = 500;

@Injectable()
export class PaymentCallbackRepository {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /** Stores the callback as it came; returns its id. */
  async add(provider: PaymentProviderId, raw: RawCallback): Promise<number> {
    const row: Omit<PaymentCallbackEntity, 'id'> = {
      provider,
      receivedAt: raw.receivedAtSeconds,
      method: raw.method,
      path: raw.path,
      headers: JSON.stringify(raw.headers),
      body: raw.body.toString('base64'),
      result: 'received',
      detail: '',
      orderId: null,
    };
    const { identifiers } = await this.unitOfWork.manager.insert(PaymentCallbackEntity, row);
    return Number(identifiers[0]!['id']);
  }

  find(id: number): Promise<PaymentCallbackEntity | null> {
    return this.unitOfWork.manager.findOneBy(PaymentCallbackEntity, { id });
  }

  async record(id: number, result: CallbackResult, detail: string, orderId: number | null): Promise<void> {
    await this.unitOfWork.manager.update(
      PaymentCallbackEntity,
      { id },
      { result, detail: detail.slice(0, LONGEST_DETAIL), ...(orderId === null ? {} : { orderId }) },
    );
  }

  async list(filter: { result?: CallbackResult; orderId?: number }, paging: Paging) {
    const [rows, total] = await this.unitOfWork.manager.findAndCount(PaymentCallbackEntity, {
      where: filter,
      order: { id: 'DESC' },
      ...paging,
    });
    return { rows, total };
  }

  /** Anybody can send what is not signed: it is not kept for ever. */
  async removeInvalid(before: number): Promise<void> {
    await this.unitOfWork.manager.delete(PaymentCallbackEntity, { result: 'invalid', receivedAt: LessThan(before) });
  }
}

export function toRawCallback(row: PaymentCallbackEntity): RawCallback {
  return {
    method: row.method === 'POST' ? 'POST' : 'GET',
    path: row.path,
    headers: JSON.parse(row.headers) as Record<string, string>,
    body: Buffer.from(row.body, 'base64'),
    receivedAtSeconds: row.receivedAt,
  };
}
