import { Injectable, Logger } from '@nestjs/common';
import { PaymentCallbackRepository, toRawCallback } from '../persistence/payment-callback.repository';
import type { CallbackResult } from '../persistence/payment-callback.entity';
import { PaymentTimeline } from '../persistence/payment-timeline';
import { CallbackFailures } from './callback-failures';
import { paymentErrors } from './payment-errors';
import type { CallbackAnswer, PaymentProvider, RawCallback } from './payment-provider';
import { PaymentProviders } from './payment-providers';
import { PaymentReports } from './payment-reports';

export interface ProcessedCallback {
  result: CallbackResult;
  orderId: number | null;
  detail: string;
}

/** With these the provider may stop telling us; after the others it shall try again. */
const ACCEPTED: ReadonlySet<CallbackResult> = new Set(['credited', 'repeated', 'noted', 'ignored']);

/** Takes callbacks: stores them as they came, then verifies and processes them; what was stored can be processed again. */
@Injectable()
export class CallbackIntake {
  private readonly logger = new Logger('Payments');

  constructor(
    private readonly providers: PaymentProviders,
    private readonly callbacks: PaymentCallbackRepository,
    private readonly reports: PaymentReports,
    private readonly timeline: PaymentTimeline,
    private readonly failures: CallbackFailures,
  ) {}

  /** Never throws: a provider that gets no answer of its own kind takes us for dead. */
  async receive(provider: PaymentProvider, raw: RawCallback): Promise<CallbackAnswer & { result: CallbackResult }> {
    const { result } = await this.storeAndProcess(provider, raw);
    return { ...provider.answer(ACCEPTED.has(result)), result };
  }

  /** The same once more, e.g. after a wrong key was set right. Throws when there is no such callback. */
  async replay(callbackId: number): Promise<ProcessedCallback> {
    const row = await this.callbacks.find(callbackId);
    const provider = row === null ? undefined : this.providers.find(row.provider);
    if (row === null || provider === undefined) throw paymentErrors.callbackNotFound();
    return this.process(provider, toRawCallback(row), callbackId);
  }

  private async storeAndProcess(provider: PaymentProvider, raw: RawCallback): Promise<ProcessedCallback> {
    try {
      const callbackId = await this.callbacks.add(provider.id, raw);
      return await this.process(provider, raw, callbackId);
    } catch (error) {
      this.logger.error(`Callback of ${provider.id} could not be stored or recorded: ${(error as Error).message}`);
      return { result: 'error', orderId: null, detail: '' };
    }
  }

  private async process(provider: PaymentProvider, raw: RawCallback, callbackId: number): Promise<ProcessedCallback> {
    const processed = await this.judge(provider, raw, callbackId).catch((error: Error): ProcessedCallback => {
      this.logger.error(`Callback ${callbackId} of ${provider.id} failed: ${error.stack ?? error.message}`);
      this.failures.note(provider.id, `callback ${callbackId} could not be processed, see the log`);
      return { result: 'error', orderId: null, detail: error.message };
    });
    const { result, orderId, detail } = processed;
    await this.callbacks.record(callbackId, result, detail, orderId);
    // What was credited or did not match has a line of its own.
    if (orderId !== null && result !== 'credited' && result !== 'mismatch') {
      await this.timeline.note(orderId, 'callback', `${result}: ${detail}`, callbackId);
    }
    return processed;
  }

  private async judge(provider: PaymentProvider, raw: RawCallback, callbackId: number): Promise<ProcessedCallback> {
    const reading = await provider.readCallback(raw);
    switch (reading.kind) {
      case 'invalid':
        if (reading.isUnsigned !== true) this.failures.note(provider.id, reading.reason);
        if (reading.tradeNo !== undefined)
          await this.reports.refuse(provider, reading.tradeNo, reading.reason, callbackId);
        return { result: 'invalid', orderId: null, detail: reading.reason };
      case 'ignored':
        return { result: 'ignored', orderId: null, detail: reading.reason };
      case 'refund-failed':
        return this.reports.refundFailed(provider, reading);
      case 'report':
        return this.reports.apply(provider, reading.report, { evidence: `callback ${callbackId}`, callbackId });
    }
  }
}
