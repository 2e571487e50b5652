import type { AppError, LocalText } from '@app/kernel';

/** What providers say and are told: whole numbers of the currency's smallest unit (cents, fen). */
export interface PaymentAmount {
  minor: bigint;
  /** ISO 4217, upper case. */
  currency: string;
}

export type PaymentProviderId = 'epay' | 'stripe' | 'alipay' | 'wechat' | 'manual';

/** One way to pay that people may choose, e.g. epay's `zfb`. */
export interface PaymentMethod {
  id: string;
  label: LocalText;
}

/** What a provider needs to know of an order. */
export interface PayableOrder {
  /** Ours: unique, never used twice. */
  tradeNo: string;
  amount: PaymentAmount;
  /** For the payer; names no model and no supplier. */
  title: string;
  method: string;
  /** Addresses of this gateway, without a trailing slash. */
  notifyUrl: string;
  returnUrl: string;
  createdAtSeconds: number;
  expiresAtSeconds: number;
  /** The provider's own name of the payment; undefined before it gave one. */
  reference: string | undefined;
}

/** What the payer's browser has to do. */
export type PaymentStart = { reference?: string } & (
  | { kind: 'redirect'; url: string }
  /** A form that is posted there. */
  | { kind: 'form'; action: string; fields: Readonly<Record<string, string>> }
  /** Shown as a QR code. */
  | { kind: 'qr'; content: string }
  | { kind: 'instructions'; text: string }
);

/** A callback as it came; stored before anybody reads it. */
export interface RawCallback {
  method: 'GET' | 'POST';
  /** With the query. */
  path: string;
  /** Names in lower case. */
  headers: Readonly<Record<string, string>>;
  body: Buffer;
  receivedAtSeconds: number;
}

/** What a provider says about one payment, by callback or when asked. */
export interface PaymentReport {
  tradeNo: string;
  reference: string | undefined;
  state: 'pending' | 'paid' | 'failed' | 'refunded';
  /** What was paid, or with `refunded` what was returned in all. Undefined = it does not say. */
  amount: PaymentAmount | undefined;
  /** With `refunded`: what had been paid, where that is told; the refund may be the first that we hear of the payment. */
  paid?: PaymentAmount;
  /** With `refunded` of a provider that tells each repayment by itself and no sum (`amount` is then undefined). */
  repayment?: Repayment;
}

/** One repayment among perhaps several. */
export interface Repayment {
  /** The name under which `refund` asked for it, see `refundNumber`; of a refund made elsewhere the provider's own. */
  number: string;
  amount: PaymentAmount;
}

export type CallbackReading =
  | { kind: 'report'; report: PaymentReport }
  /** A refund that was told of did not reach the payer after all; the money is the operator's again, and it is for him to pay it. */
  | { kind: 'refund-failed'; tradeNo: string; reason: string }
  /** Genuine, but about nothing that concerns orders. */
  | { kind: 'ignored'; reason: string }
  /**
   * Not signed by the provider, for another merchant, or not readable. `reason` is for staff. `isUnsigned`: it has no
   * signature at all, so anybody may have sent it and nobody is told. `tradeNo`: it is signed and yet not for us; the order's
   * timeline tells of it.
   */
  | { kind: 'invalid'; reason: string; isUnsigned?: boolean; tradeNo?: string };

export interface CallbackAnswer {
  status: number;
  contentType: string;
  body: string;
}

export interface RefundReport {
  state: 'done' | 'pending' | 'refused';
  reference?: string;
  /** For staff. */
  detail?: string;
}

export type SelfTestLine = { isGood: boolean; text: LocalText };

/**
 * One payment service. Knows nothing of orders, balances or the database; what it says is believed only as far as its
 * signature reaches, and amounts are compared by whoever asks. Reads its options at each call.
 */
export abstract class PaymentProvider {
  abstract readonly id: PaymentProviderId;
  /** All settings are there; others are not offered. */
  abstract isConfigured(): boolean;
  /** Those that are switched on; empty = none can be chosen. */
  abstract methods(): readonly PaymentMethod[];
  /** Currency and scale in which this provider is paid. */
  abstract readonly currency: string;
  /** Rejects with an AppError 502 `payment.provider_failed` when the service cannot be reached or refuses. */
  abstract begin(order: PayableOrder): Promise<PaymentStart>;
  /** Never throws and never touches the network, except to fetch the provider's own public keys. */
  abstract readCallback(raw: RawCallback): Promise<CallbackReading>;
  /** What the service wants to hear; `isAccepted` false = it shall try again. */
  abstract answer(isAccepted: boolean): CallbackAnswer;
  /** Asks the service; undefined = it does not know the payment, or cannot be asked. Rejects like `begin`. */
  abstract query(order: PayableOrder): Promise<PaymentReport | undefined>;
  /** Pays back; twice with one key pays back once. Undefined = it cannot, a person has to. Rejects like `begin`. */
  abstract refund(order: PayableOrder, amount: PaymentAmount, key: string): Promise<RefundReport | undefined>;
  /** What is set up and can be reached. */
  abstract selfTest(): Promise<readonly SelfTestLine[]>;
}

/** For providers that could not be reached or refused; `detail` is for staff. */
export type ProviderFailure = (provider: PaymentProviderId, detail: string) => AppError;
