import type { PaymentAmount } from './payment-provider';

/** The currency of Alipay and WeChat Pay inside China. */
export const YUAN = 'CNY';

/** `12.3` → 1230 fen; undefined when it is not a sum of yuan. */
export function decodeYuan(text: string): PaymentAmount | undefined {
  const match = /^(\d{1,12})(?:\.(\d{1,2}))?$/.exec(text);
  if (match === null) return undefined;
  const [, yuan = '', fraction = ''] = match;
  return { minor: BigInt(yuan + fraction.padEnd(2, '0')), currency: YUAN };
}

/** 1230 fen → `12.30`. */
export function encodeYuan(minor: bigint): string {
  const digits = minor.toString().padStart(3, '0');
  return `${digits.slice(0, -2)}.${digits.slice(-2)}`;
}
