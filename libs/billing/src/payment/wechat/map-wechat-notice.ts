import { z } from 'zod';
import type { CallbackReading, PaymentReport } from '../payment-provider';
import { YUAN } from '../yuan-amount';
import type { WechatPayAccount } from './wechat-pay-account';
import { sealedSchema, unseal } from './wechat-pay-signature';

const fen = z.number().int().nonnegative().max(Number.MAX_SAFE_INTEGER);

const noticeSchema = z.object({ event_type: z.string(), resource: sealedSchema });

export const transactionSchema = z.object({
  appid: z.string(),
  mchid: z.string(),
  out_trade_no: z.string().min(1),
  transaction_id: z.string().optional(),
  trade_state: z.string(),
  /** Absent before somebody paid. */
  amount: z.object({ total: fen, currency: z.string().default(YUAN) }).optional(),
});

const refundSchema = z.object({
  mchid: z.string(),
  out_trade_no: z.string().min(1),
  transaction_id: z.string().optional(),
  out_refund_no: z.string().min(1),
  refund_status: z.string(),
  amount: z.object({ total: fen, refund: fen }),
});

/** What a genuine notice says. */
export function mapWechatNotice(body: Buffer, account: WechatPayAccount): CallbackReading {
  const notice = noticeSchema.safeParse(parseJson(body.toString('utf8')));
  if (!notice.success) return { kind: 'invalid', reason: 'not a notice of WeChat Pay' };
  const { event_type: type, resource } = notice.data;
  const isRefund = type.startsWith('REFUND.');
  if (type !== 'TRANSACTION.SUCCESS' && !isRefund) return { kind: 'ignored', reason: `notice ${type}` };
  const text = unseal(resource, account.apiV3Key);
  if (text === undefined) return { kind: 'invalid', reason: 'cannot be unsealed, see WechatPayApiV3Key' };
  return isRefund ? mapRefund(parseJson(text), account) : mapTransaction(parseJson(text), account);
}

/** The report of a transaction, as notices and answers have it; undefined = of another merchant or application. */
export function reportOf(
  transaction: z.infer<typeof transactionSchema>,
  { appId, mchId }: WechatPayAccount,
): PaymentReport | undefined {
  if (transaction.appid !== appId || transaction.mchid !== mchId) return undefined;
  const { out_trade_no: tradeNo, transaction_id: reference, trade_state: status, amount } = transaction;
  const total = amount === undefined ? undefined : { minor: BigInt(amount.total), currency: amount.currency };
  const report = { tradeNo, reference };
  // Repaid in whole or in part: it does not say.
  if (status === 'REFUND') return { ...report, state: 'refunded', amount: undefined };
  if (status === 'SUCCESS') return { ...report, state: total === undefined ? 'pending' : 'paid', amount: total };
  const isOver = ['CLOSED', 'REVOKED', 'PAYERROR'].includes(status);
  return { ...report, state: isOver ? 'failed' : 'pending', amount: total };
}

function mapTransaction(content: unknown, account: WechatPayAccount): CallbackReading {
  const transaction = transactionSchema.safeParse(content);
  if (!transaction.success) return { kind: 'invalid', reason: 'transaction that cannot be read' };
  const report = reportOf(transaction.data, account);
  if (report !== undefined) return { kind: 'report', report };
  const { mchid, appid, out_trade_no: tradeNo } = transaction.data;
  return { kind: 'invalid', reason: `for merchant ${mchid}, application ${appid}`, tradeNo };
}

function mapRefund(content: unknown, account: WechatPayAccount): CallbackReading {
  const parsed = refundSchema.safeParse(content);
  if (!parsed.success) return { kind: 'invalid', reason: 'refund that cannot be read' };
  const refund = parsed.data;
  const {
    out_trade_no: tradeNo,
    mchid,
    transaction_id: reference,
    out_refund_no: number,
    refund_status: status,
  } = refund;
  if (mchid !== account.mchId) return { kind: 'invalid', reason: `for merchant ${mchid}`, tradeNo };
  if (status !== 'SUCCESS') return { kind: 'ignored', reason: `refund ${number} of order ${tradeNo}: ${status}` };
  const amount = { minor: BigInt(refund.amount.refund), currency: YUAN };
  const report = { tradeNo, reference, state: 'refunded' } as const;
  // One repayment of the whole is also the sum; of one in part only itself is told.
  if (refund.amount.refund === refund.amount.total) return { kind: 'report', report: { ...report, amount } };
  return { kind: 'report', report: { ...report, amount: undefined, repayment: { number, amount } } };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
