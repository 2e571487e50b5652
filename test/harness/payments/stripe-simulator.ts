import { createHmac } from 'node:crypto';
import { LocalService, type ServiceAnswer, type ServiceRequest } from './local-service';

interface Session {
  id: string;
  object: 'checkout.session';
  url: string;
  status: 'open' | 'complete' | 'expired';
  payment_status: 'paid' | 'unpaid';
  client_reference_id: string;
  metadata: { trade_no: string };
  amount_total: number;
  currency: string;
  payment_intent: null | { id: string; latest_charge: Charge };
}

interface Charge {
  id: string;
  object: 'charge';
  metadata: { trade_no: string };
  amount: number;
  amount_refunded: number;
  currency: string;
}

/**
 * Stripe as far as top-ups go: Checkout Sessions, refunds, idempotency keys, signed events. Simulated: nobody pays by a card,
 * `pay` does. Its signatures are made without Stripe's library.
 */
export class StripeSimulator {
  readonly service = new LocalService((request) => this.onRequest(request));
  readonly sessions = new Map<string, Session>();
  private readonly answers = new Map<string, ServiceAnswer>();
  private events = 0;

  constructor(
    readonly secret = 'sk_test_simulated0123456789',
    readonly webhookSecret = 'whsec_simulated0123456789',
  ) {}

  pay(sessionId: string): Session {
    const session = this.sessions.get(sessionId)!;
    const { amount_total: amount, currency, metadata } = session;
    session.status = 'complete';
    session.payment_status = 'paid';
    session.payment_intent = {
      id: `pi_${sessionId}`,
      latest_charge: { id: `ch_${sessionId}`, object: 'charge', metadata, amount, amount_refunded: 0, currency },
    };
    return session;
  }

  /** Body of an event. */
  event(type: string, object: unknown, more: object = {}): string {
    const id = `evt_${++this.events}`;
    return JSON.stringify({
      id,
      object: 'event',
      type,
      livemode: false,
      api_version: '2026-10-28.endive',
      data: { object },
      ...more,
    });
  }

  /** Header `stripe-signature`. */
  sign(body: string | Buffer, atSeconds: number, secret = this.webhookSecret): string {
    const mac = createHmac('sha256', secret).update(`${atSeconds}.`).update(body).digest('hex');
    return `t=${atSeconds},v1=${mac}`;
  }

  private onRequest(request: ServiceRequest): ServiceAnswer {
    if (request.headers.authorization !== `Bearer ${this.secret}`) {
      return failure(
        401,
        'invalid_request_error',
        'api_key_invalid',
        `Invalid API Key provided: ${request.headers.authorization}`,
      );
    }
    const key = request.headers['idempotency-key'] as string | undefined;
    const known = key === undefined ? undefined : this.answers.get(key);
    if (known !== undefined) return known;
    const answer = this.answer(request);
    if (key !== undefined) this.answers.set(key, answer);
    return answer;
  }

  private answer({ method, path, body }: ServiceRequest): ServiceAnswer {
    const [route = ''] = path.split('?');
    const fields = new URLSearchParams(body);
    if (method === 'POST' && route === '/v1/checkout/sessions') return json(this.createSession(fields));
    if (method === 'GET' && route === '/v1/checkout/sessions')
      return json({ object: 'list', data: [], has_more: false });
    if (method === 'GET' && route.startsWith('/v1/checkout/sessions/')) {
      const session = this.sessions.get(route.slice('/v1/checkout/sessions/'.length));
      return session === undefined
        ? failure(404, 'invalid_request_error', 'resource_missing', 'No such session')
        : json(session);
    }
    if (method === 'POST' && route === '/v1/refunds') return this.refund(fields);
    return failure(404, 'invalid_request_error', undefined, 'Unrecognized request URL');
  }

  private createSession(fields: URLSearchParams): Session {
    const id = `cs_test_${this.sessions.size + 1}`;
    const session: Session = {
      id,
      object: 'checkout.session',
      url: `https://checkout.stripe.test/c/${id}`,
      status: 'open',
      payment_status: 'unpaid',
      client_reference_id: fields.get('client_reference_id')!,
      metadata: { trade_no: fields.get('metadata[trade_no]')! },
      amount_total: Number(fields.get('line_items[0][price_data][unit_amount]')),
      currency: fields.get('line_items[0][price_data][currency]')!,
      payment_intent: null,
    };
    this.sessions.set(id, session);
    return session;
  }

  private refund(fields: URLSearchParams): ServiceAnswer {
    const payment = [...this.sessions.values()].find(
      ({ payment_intent: it }) => it?.id === fields.get('payment_intent'),
    );
    const charge = payment?.payment_intent?.latest_charge;
    const amount = Number(fields.get('amount'));
    if (charge === undefined || charge.amount_refunded + amount > charge.amount) {
      return failure(400, 'invalid_request_error', 'charge_already_refunded', 'Greater than what is left');
    }
    charge.amount_refunded += amount;
    return json({
      id: `re_${charge.amount_refunded}`,
      object: 'refund',
      status: 'succeeded',
      amount,
      currency: charge.currency,
    });
  }
}

function json(value: unknown): ServiceAnswer {
  return { status: 200, headers: { 'content-type': 'application/json' }, body: JSON.stringify(value) };
}

function failure(status: number, type: string, code: string | undefined, message: string): ServiceAnswer {
  return { ...json({ error: { type, code, message } }), status };
}
