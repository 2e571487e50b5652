import { decodeBeijingTime } from '../beijing-time';
import type { CallbackReading, PaymentAmount, PaymentReport } from '../payment-provider';
import { decodeYuan } from '../yuan-amount';

export interface ExpectedReceiver {
  appId: string;
  /** '' = any. */
  sellerId: string;
}

/** Notices are repeated for 25 hours. */
const OLDEST_SECONDS = 48 * 3600;
const AHEAD_SECONDS = 600;

/**
 * Fields of a form; undefined when it is no clean form. What is signed are the fields in a row, so one told twice, or a value
 * that swallows its neighbours, could be read in two ways under one signature; one without a name is not signed at all.
 */
export function decodeNotice(body: Buffer): Record<string, string> | undefined {
  let text: string;
  try {
    text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(body);
  } catch {
    return undefined;
  }
  const entries = [...new URLSearchParams(text)];
  const fields = Object.fromEntries(entries);
  const isClean =
    Object.keys(fields).length === entries.length &&
    entries.every(([name, value]) => name !== '' && !/&\w+=/.test(value));
  return isClean ? fields : undefined;
}

/** What a genuine notice says. */
export function mapAlipayNotice(
  fields: Readonly<Record<string, string>>,
  receiver: ExpectedReceiver,
  receivedAtSeconds: number,
): CallbackReading {
  const notForUs = (reason: string): CallbackReading => {
    const named = fields['out_trade_no'] ?? '';
    return { kind: 'invalid', reason, ...(named !== '' && { tradeNo: named }) };
  };
  if (fields['app_id'] !== receiver.appId) return notForUs(`for application ${fields['app_id'] ?? '?'}`);
  const sellerId = fields['seller_id'] ?? '';
  if (receiver.sellerId !== '' && sellerId !== receiver.sellerId) return notForUs(`for seller ${sellerId || '?'}`);
  const sentAt = decodeBeijingTime(fields['notify_time'] ?? '');
  if (
    sentAt === undefined ||
    sentAt < receivedAtSeconds - OLDEST_SECONDS ||
    sentAt > receivedAtSeconds + AHEAD_SECONDS
  ) {
    return { kind: 'invalid', reason: `sent at ${fields['notify_time'] ?? '?'}` };
  }
  if (fields['notify_type'] !== 'trade_status_sync')
    return { kind: 'ignored', reason: `notice ${fields['notify_type'] ?? '?'}` };
  const { out_trade_no: tradeNo = '', trade_no: reference, trade_status: status = '' } = fields;
  const total = decodeYuan(fields['total_amount'] ?? '');
  if (tradeNo === '' || total === undefined) return { kind: 'invalid', reason: 'names no order or no sum' };
  const outcome = mapStatus(status, total, fields['refund_fee']);
  if (outcome === undefined) return { kind: 'ignored', reason: `trade is ${status}` };
  return { kind: 'report', report: { tradeNo, reference, ...outcome } };
}

/** `refund_fee` is the sum of all repayments; a trade repaid in part keeps its status, one repaid in full is closed. */
function mapStatus(
  status: string,
  total: PaymentAmount,
  refundFee: string | undefined,
): Pick<PaymentReport, 'state' | 'amount' | 'paid'> | undefined {
  const isPaid = status === 'TRADE_SUCCESS' || status === 'TRADE_FINISHED';
  if (isPaid || status === 'TRADE_CLOSED') {
    const refunded = refundFee === undefined ? undefined : decodeYuan(refundFee);
    if (refunded !== undefined && refunded.minor > 0n) return { state: 'refunded', amount: refunded, paid: total };
    return { state: isPaid ? 'paid' : 'failed', amount: total };
  }
  return status === 'WAIT_BUYER_PAY' ? { state: 'pending', amount: total } : undefined;
}
