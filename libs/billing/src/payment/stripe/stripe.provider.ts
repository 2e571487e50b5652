import { Injectable } from '@nestjs/common';
import { OptionStore } from '@app/platform';

import {
  PaymentProvider,
  type CallbackAnswer,
  type CallbackReading,
  type PayableOrder,
  type PaymentAmount,
  type PaymentMethod,
  type PaymentReport,
  type PaymentStart,
  type RawCallback,
  type RefundReport,
  type SelfTestLine,
} from '../payment-provider';
import { failureDetail, providerFailed } from '../provider-failed';
import { ProviderHttp } from '../provider-http';
import { mapStripeEvent } from './map-stripe-event';
import { createStripeClient, loadStripe, type Stripe } from './stripe-client';
import {
  STRIPE_API_BASE,
  STRIPE_API_SECRET,
  STRIPE_CURRENCY,
  STRIPE_ENABLED,
  STRIPE_OPTIONS,
  STRIPE_WEBHOOK_SECRET,
} from './stripe-options';

/** How old a signature may be; repeats are signed anew. */
const TOLERANCE_SECONDS = 300;
/** What Checkout takes: 30 minutes to 24 hours from when the session is made, here with a minute to spare. */
const SHORTEST_SECONDS = 31 * 60;
const LONGEST_SECONDS = 24 * 3600 - 60;

/** Cards and whatever else the Stripe account takes, by Checkout Sessions. */
@Injectable()
export class StripeProvider extends PaymentProvider {
  readonly id = 'stripe';
  private kept: { secret: string; base: string; client: Stripe } | undefined;

  constructor(
    private readonly options: OptionStore,
    private readonly http: ProviderHttp,
  ) {
    super();
    options.register(STRIPE_OPTIONS);
  }

  get currency(): string {
    return this.options.get(STRIPE_CURRENCY);
  }

  isConfigured(): boolean {
    return this.secret !== '' && this.webhookSecret !== '';
  }

  methods(): readonly PaymentMethod[] {
    if (!this.options.get(STRIPE_ENABLED) || !this.isConfigured()) return [];
    return [{ id: 'stripe', label: { zh: '银行卡（Stripe）', en: 'Card (Stripe)' } }];
  }

  async begin(order: PayableOrder): Promise<PaymentStart> {
    const { tradeNo } = order;
    const { minor, currency } = order.amount;
    const session = await this.ask((client) =>
      client.checkout.sessions.create(
        {
          mode: 'payment',
          client_reference_id: tradeNo,
          metadata: { trade_no: tradeNo },
          // Charges take this over, and refunds are told by charges.
          payment_intent_data: { metadata: { trade_no: tradeNo } },
          line_items: [
            {
              quantity: 1,
              price_data: {
                currency: currency.toLowerCase(),
                unit_amount: Number(minor),
                product_data: { name: order.title },
              },
            },
          ],
          success_url: order.returnUrl,
          cancel_url: order.returnUrl,
          expires_at: expiryOf(order),
        },
        { idempotencyKey: `order-${tradeNo}` },
      ),
    );
    if (session.url === null)
      throw providerFailed('stripe', `session ${session.id} is ${session.status ?? 'unknown'} and has no page`);
    return { kind: 'redirect', url: session.url, reference: session.id };
  }

  async readCallback(raw: RawCallback): Promise<CallbackReading> {
    if (!this.isConfigured()) return { kind: 'invalid', reason: 'not configured' };
    const signature = raw.headers['stripe-signature'] ?? '';
    if (signature === '') return { kind: 'invalid', reason: 'no signature', isUnsigned: true };
    try {
      const { webhooks } = await loadStripe();
      const event: unknown = webhooks.constructEvent(
        raw.body,
        signature,
        this.webhookSecret,
        TOLERANCE_SECONDS,
        undefined,
        // A stored callback is judged by when it came.
        raw.receivedAtSeconds * 1000,
      );
      return mapStripeEvent(event, this.isLive());
    } catch (error) {
      return { kind: 'invalid', reason: failureDetail(error).split('\n')[0]! };
    }
  }

  answer(isAccepted: boolean): CallbackAnswer {
    return {
      status: isAccepted ? 200 : 400,
      contentType: 'application/json',
      body: JSON.stringify({ received: isAccepted }),
    };
  }

  async query(order: PayableOrder): Promise<PaymentReport | undefined> {
    const session = await this.sessionOf(order);
    if (session === undefined) return undefined;
    const { tradeNo } = order;
    const reference = session.id;
    const currency = session.currency?.toUpperCase() ?? order.amount.currency;
    const refunded = chargeOf(session)?.amount_refunded ?? 0;
    if (refunded > 0) return { tradeNo, reference, state: 'refunded', amount: { minor: BigInt(refunded), currency } };
    const amount = session.amount_total === null ? undefined : { minor: BigInt(session.amount_total), currency };
    if (session.payment_status === 'paid' && amount !== undefined) return { tradeNo, reference, state: 'paid', amount };
    return { tradeNo, reference, state: session.status === 'expired' ? 'failed' : 'pending', amount };
  }

  async refund(order: PayableOrder, amount: PaymentAmount, key: string): Promise<RefundReport | undefined> {
    const session = await this.sessionOf(order);
    const payment = session?.payment_intent;
    if (payment === undefined || payment === null) return undefined;
    try {
      const refund = await (
        await this.client()
      ).refunds.create(
        {
          payment_intent: typeof payment === 'string' ? payment : payment.id,
          amount: Number(amount.minor),
          metadata: { trade_no: order.tradeNo },
        },
        { idempotencyKey: `refund-${key}` },
      );
      const state =
        refund.status === 'succeeded'
          ? 'done'
          : refund.status === 'pending' || refund.status === 'requires_action'
            ? 'pending'
            : 'refused';
      return { state, reference: refund.id, ...(refund.failure_reason ? { detail: refund.failure_reason } : {}) };
    } catch (error) {
      // Of a request that is wrong in itself a repeat says the same; anything else may have been carried out.
      const detail = this.describe(error);
      if (isWrongRequest(error)) return { state: 'refused', detail };
      throw providerFailed('stripe', detail);
    }
  }

  async selfTest(): Promise<readonly SelfTestLine[]> {
    const { secret, webhookSecret } = this;
    const lines: SelfTestLine[] = [
      {
        isGood: webhookSecret.startsWith('whsec_'),
        text: webhookSecret.startsWith('whsec_')
          ? { zh: 'Webhook 签名密钥已填写', en: 'The signing secret of the webhook is set' }
          : { zh: 'StripeWebhookSecret 应以 whsec_ 开头', en: 'StripeWebhookSecret should begin with whsec_' },
      },
    ];
    if (secret === '')
      return [...lines, { isGood: false, text: { zh: '未填写 StripeApiSecret', en: 'StripeApiSecret is empty' } }];
    if (this.isLive() === false) {
      lines.push({
        isGood: true,
        text: { zh: '当前为测试模式，不会真正扣款', en: 'Test mode: no real money is taken' },
      });
    }
    try {
      await this.ask((client) => client.checkout.sessions.list({ limit: 1 }));
      lines.push({ isGood: true, text: { zh: 'Stripe 接口可用', en: 'Stripe answers and takes the key' } });
    } catch (error) {
      const detail = failureDetail(error);
      lines.push({
        isGood: false,
        text: { zh: `Stripe 接口不可用：${detail}`, en: `Stripe cannot be used: ${detail}` },
      });
    }
    return lines;
  }

  /** With the charge, which knows what was returned; undefined = there is none that is this order's. */
  private async sessionOf({ reference, tradeNo }: PayableOrder): Promise<Stripe.Checkout.Session | undefined> {
    if (reference === undefined) return undefined;
    try {
      const client = await this.client();
      const session = await client.checkout.sessions.retrieve(reference, { expand: ['payment_intent.latest_charge'] });
      return session.metadata?.['trade_no'] === tradeNo ? session : undefined;
    } catch (error) {
      if (codeOf(error) === 'resource_missing') return undefined;
      throw providerFailed('stripe', this.describe(error));
    }
  }

  private async ask<T>(call: (client: Stripe) => Promise<T>): Promise<T> {
    try {
      return await call(await this.client());
    } catch (error) {
      throw providerFailed('stripe', this.describe(error));
    }
  }

  private async client(): Promise<Stripe> {
    const { secret } = this;
    if (secret === '') throw providerFailed('stripe', 'StripeApiSecret is empty');
    const base = this.options.get(STRIPE_API_BASE);
    if (this.kept?.secret !== secret || this.kept.base !== base) {
      this.kept = { secret, base, client: createStripeClient(await loadStripe(), secret, base, this.http) };
    }
    return this.kept.client;
  }

  /** Stripe masks keys in what it says; whatever answers in its place might not. */
  private describe(error: unknown): string {
    const status =
      error instanceof Error && 'statusCode' in error && typeof error.statusCode === 'number'
        ? error.statusCode
        : undefined;
    const reason = error instanceof Error && 'detail' in error ? failureDetail(error.detail) : undefined;
    const text = [status, codeOf(error), failureDetail(error), reason].filter((part) => part !== undefined).join(' ');
    return [this.secret, this.webhookSecret].reduce(
      (safe, secret) => (secret === '' ? safe : safe.replaceAll(secret, '***')),
      text,
    );
  }

  /** Keys name their mode; of one that does not, events of both are taken. */
  private isLive(): boolean | undefined {
    const mode = /^[a-z]+_(live|test)_/.exec(this.secret)?.[1];
    return mode === undefined ? undefined : mode === 'live';
  }

  private get secret(): string {
    return this.options.get(STRIPE_API_SECRET).trim();
  }

  private get webhookSecret(): string {
    return this.options.get(STRIPE_WEBHOOK_SECRET).trim();
  }
}

/** The same whenever it is asked, as a repeat with one key has to be. Money that comes later than the order waits is an order's matter. */
function expiryOf({ createdAtSeconds, expiresAtSeconds }: PayableOrder): number {
  return Math.min(Math.max(expiresAtSeconds, createdAtSeconds + SHORTEST_SECONDS), createdAtSeconds + LONGEST_SECONDS);
}

function chargeOf({ payment_intent: payment }: Stripe.Checkout.Session): Stripe.Charge | undefined {
  if (payment === null || typeof payment === 'string') return undefined;
  const charge = payment.latest_charge;
  return charge === null || typeof charge === 'string' ? undefined : charge;
}

function codeOf(error: unknown): string | undefined {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined;
}

function isWrongRequest(error: unknown): boolean {
  return error instanceof Error && 'type' in error && error.type === 'StripeInvalidRequestError';
}
