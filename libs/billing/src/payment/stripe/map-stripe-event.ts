import { z } from 'zod';
import type { CallbackReading, PaymentReport } from '../payment-provider';

const amount = z.number().int().nonnegative().max(Number.MAX_SAFE_INTEGER);
const currency = z.string().regex(/^[a-z]{3}$/i);
const metadata = z.object({ trade_no: z.string().min(1).optional() }).nullish();

const eventSchema = z.object({
  id: z.string(),
  type: z.string(),
  livemode: z.boolean(),
  /** Only of accounts that are connected to ours. */
  account: z.string().nullish(),
  data: z.object({ object: z.unknown() }),
});
const sessionSchema = z.object({
  id: z.string(),
  client_reference_id: z.string().nullish(),
  metadata,
  payment_status: z.string(),
  amount_total: amount.nullish(),
  currency: currency.nullish(),
});
const chargeSchema = z.object({ metadata, amount_captured: amount.nullish(), amount_refunded: amount, currency });
const refundSchema = z.object({ id: z.string(), status: z.string().nullish(), metadata });

const SESSION_EVENTS: ReadonlySet<string> = new Set([
  'checkout.session.completed',
  'checkout.session.async_payment_succeeded',
  'checkout.session.async_payment_failed',
  'checkout.session.expired',
]);

/** What a genuine event says. `isLive` = our key is of live mode, undefined when it does not tell. */
export function mapStripeEvent(event: unknown, isLive: boolean | undefined): CallbackReading {
  const envelope = eventSchema.safeParse(event);
  if (!envelope.success) return { kind: 'invalid', reason: 'not an event of Stripe' };
  const { type, livemode, account, data } = envelope.data;
  if (isLive !== undefined && livemode !== isLive)
    return { kind: 'invalid', reason: `event of ${livemode ? 'live' : 'test'} mode` };
  if (account !== undefined && account !== null)
    return { kind: 'invalid', reason: `event of the connected account ${account}` };
  if (SESSION_EVENTS.has(type)) return mapSession(type, data.object);
  if (type === 'charge.refunded') return mapCharge(data.object);
  if (type.startsWith('refund.') || type === 'charge.refund.updated') return mapRefund(type, data.object);
  return { kind: 'ignored', reason: `event ${type}` };
}

function mapSession(type: string, object: unknown): CallbackReading {
  const parsed = sessionSchema.safeParse(object);
  if (!parsed.success) return unreadable(type);
  const session = parsed.data;
  const tradeNo = session.metadata?.trade_no;
  // The reference alone proves nothing: payers can set that of a payment link in its address.
  if (tradeNo === undefined || session.client_reference_id !== tradeNo) return foreign(type);
  return { kind: 'report', report: { tradeNo, ...stateOfSession(type, session) } };
}

function stateOfSession(type: string, session: z.infer<typeof sessionSchema>): Omit<PaymentReport, 'tradeNo'> {
  const { id: reference, amount_total: total, currency: code } = session;
  const told =
    typeof total === 'number' && typeof code === 'string'
      ? { minor: BigInt(total), currency: code.toUpperCase() }
      : undefined;
  if (type === 'checkout.session.async_payment_failed' || type === 'checkout.session.expired') {
    return { reference, state: 'failed', amount: told };
  }
  // A completed session may still wait for its money (bank transfers), and one without a price is no payment.
  return {
    reference,
    state: session.payment_status === 'paid' && told !== undefined ? 'paid' : 'pending',
    amount: told,
  };
}

function mapCharge(object: unknown): CallbackReading {
  const parsed = chargeSchema.safeParse(object);
  if (!parsed.success) return unreadable('charge.refunded');
  const { metadata: data, amount_captured: captured, amount_refunded: refunded } = parsed.data;
  const code = parsed.data.currency.toUpperCase();
  if (data?.trade_no === undefined) return foreign('charge.refunded');
  // Orders go by the session, which a charge does not name.
  return {
    kind: 'report',
    report: {
      tradeNo: data.trade_no,
      reference: undefined,
      state: 'refunded',
      amount: { minor: BigInt(refunded), currency: code },
      ...(typeof captured === 'number' && { paid: { minor: BigInt(captured), currency: code } }),
    },
  };
}

/** Sums are told by `charge.refunded`; of a single refund only its fate is news, also after it had been told as done. */
function mapRefund(type: string, object: unknown): CallbackReading {
  const parsed = refundSchema.safeParse(object);
  if (!parsed.success) return unreadable(type);
  const { id, status, metadata: data } = parsed.data;
  const tradeNo = data?.trade_no;
  const reason = `refund ${id} of order ${tradeNo ?? 'unknown'}: ${status ?? 'unknown'}`;
  const isOff = status === 'failed' || status === 'canceled';
  return isOff && tradeNo !== undefined ? { kind: 'refund-failed', tradeNo, reason } : { kind: 'ignored', reason };
}

function unreadable(type: string): CallbackReading {
  return { kind: 'invalid', reason: `${type} that cannot be read` };
}

function foreign(type: string): CallbackReading {
  return { kind: 'ignored', reason: `${type} of something that was not sold here` };
}
