import { Injectable } from '@nestjs/common';
import { Clock } from '@app/kernel';
import { OptionStore } from '@app/platform';
import { z } from 'zod';
import { encodeBeijingTime } from '../beijing-time';
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
import { refundNumber } from '../refund-number';
import { YUAN } from '../yuan-amount';
import { mapWechatNotice, reportOf, transactionSchema } from './map-wechat-notice';
import { readAccount, type WechatPayAccount } from './wechat-pay-account';
import { WechatPayApi, type WechatPayAnswer } from './wechat-pay-api';
import { WECHAT_PAY_ENABLED, WECHAT_PAY_OPTIONS } from './wechat-pay-options';

const codeSchema = z.object({ code_url: z.string().min(1) });
const refundSchema = z.object({ refund_id: z.string(), status: z.string() });
const refusalSchema = z.object({ code: z.string(), message: z.string().optional() });

/** Refusals that a repeat would meet again. Others may come of a refund that was made nevertheless. */
const FINAL_REFUSALS: ReadonlySet<string> = new Set([
  ...['INVALID_REQUEST', 'PARAM_ERROR', 'NOT_ENOUGH', 'USER_ACCOUNT_ABNORMAL', 'NO_AUTH', 'MCH_NOT_EXISTS'],
  ...['RESOURCE_NOT_EXISTS', 'ORDER_NOT_EXIST'],
]);

/** WeChat Pay by QR code (Native 支付), APIv3, for a merchant of his own (直连商户). */
@Injectable()
export class WechatPayProvider extends PaymentProvider {
  readonly id = 'wechat';
  readonly currency = YUAN;
  private readonly api: WechatPayApi;

  constructor(
    private readonly options: OptionStore,
    http: ProviderHttp,
    private readonly clock: Clock,
  ) {
    super();
    options.register(WECHAT_PAY_OPTIONS);
    this.api = new WechatPayApi(http, clock);
  }

  isConfigured(): boolean {
    return readAccount(this.options) !== undefined;
  }

  methods(): readonly PaymentMethod[] {
    if (!this.options.get(WECHAT_PAY_ENABLED) || !this.isConfigured()) return [];
    return [{ id: 'wechat', label: { zh: '微信支付', en: 'WeChat Pay' } }];
  }

  async begin(order: PayableOrder): Promise<PaymentStart> {
    const account = this.account();
    const { currency, minor } = order.amount;
    if (currency !== YUAN) throw providerFailed('wechat', `cannot be paid in ${currency}`);
    const answer = await this.api.call(account, 'POST', '/v3/pay/transactions/native', {
      appid: account.appId,
      mchid: account.mchId,
      description: [...order.title].slice(0, 127).join(''),
      out_trade_no: order.tradeNo,
      time_expire: `${encodeBeijingTime(order.expiresAtSeconds).replace(' ', 'T')}+08:00`,
      notify_url: order.notifyUrl,
      amount: { total: Number(minor), currency },
    });
    const code = codeSchema.safeParse(answer.body);
    if (answer.status !== 200 || !code.success) throw refused('native', answer);
    return { kind: 'qr', content: code.data.code_url };
  }

  async readCallback(raw: RawCallback): Promise<CallbackReading> {
    const account = readAccount(this.options);
    if (account === undefined) return { kind: 'invalid', reason: 'not configured' };
    if ((raw.headers['wechatpay-signature'] ?? '') === '')
      return { kind: 'invalid', reason: 'no signature', isUnsigned: true };
    try {
      const flaw = await this.api.flawOf(account, raw.headers, raw.body, raw.receivedAtSeconds);
      return flaw === undefined ? mapWechatNotice(raw.body, account) : { kind: 'invalid', reason: flaw };
    } catch (error) {
      return { kind: 'invalid', reason: failureDetail(error) };
    }
  }

  answer(isAccepted: boolean): CallbackAnswer {
    const contentType = 'application/json';
    if (isAccepted) return { status: 204, contentType, body: '' };
    return { status: 500, contentType, body: JSON.stringify({ code: 'FAIL', message: '失败' }) };
  }

  async query(order: PayableOrder): Promise<PaymentReport | undefined> {
    const account = this.account();
    const answer = await this.api.call(account, 'GET', pathOf(order.tradeNo, account));
    if (answer.status === 404 && codeOf(answer) === 'ORDER_NOT_EXIST') return undefined;
    const transaction = transactionSchema.safeParse(answer.body);
    if (answer.status !== 200 || !transaction.success) throw refused('query', answer);
    const report = reportOf(transaction.data, account);
    if (report?.tradeNo !== order.tradeNo) throw providerFailed('wechat', 'query: told of another order');
    return report;
  }

  async refund(order: PayableOrder, amount: PaymentAmount, key: string): Promise<RefundReport | undefined> {
    if (amount.currency !== YUAN || order.amount.currency !== YUAN) return undefined;
    const answer = await this.api.call(this.account(), 'POST', '/v3/refund/domestic/refunds', {
      out_trade_no: order.tradeNo,
      out_refund_no: refundNumber(key),
      notify_url: order.notifyUrl,
      amount: { refund: Number(amount.minor), total: Number(order.amount.minor), currency: YUAN },
    });
    const refund = refundSchema.safeParse(answer.body);
    if (answer.status !== 200 || !refund.success) {
      const failure = refused('refund', answer);
      if (!FINAL_REFUSALS.has(codeOf(answer) ?? '')) throw failure;
      return { state: 'refused', detail: failureDetail(failure) };
    }
    const { refund_id: reference, status } = refund.data;
    if (status === 'SUCCESS') return { state: 'done', reference };
    if (status === 'PROCESSING') return { state: 'pending', reference };
    // ABNORMAL: the payer's card cannot take it; somebody has to decide in WeChat's console.
    return { state: 'refused', reference, detail: status };
  }

  async selfTest(): Promise<readonly SelfTestLine[]> {
    const account = readAccount(this.options);
    if (account === undefined) {
      return [
        {
          isGood: false,
          text: {
            zh: '请填写商户号、AppID、证书序列号、商户私钥、APIv3 密钥；微信支付公钥及其 ID 须同时填写或同时留空',
            en: 'Merchant id, app id, serial number, private key and APIv3 key have to be set; the public key and its id both or neither',
          },
        },
      ];
    }
    try {
      // Of an order that nobody has: a refusal with this code shows that WeChat takes our signature.
      const answer = await this.api.call(account, 'GET', pathOf(`selftest-${this.clock.seconds()}`, account));
      if (codeOf(answer) !== 'ORDER_NOT_EXIST') throw refused('query', answer);
      return [{ isGood: true, text: { zh: '微信支付接口可用', en: 'WeChat Pay answers and takes the signature' } }];
    } catch (error) {
      const detail = failureDetail(error);
      return [
        { isGood: false, text: { zh: `微信支付接口不可用：${detail}`, en: `WeChat Pay cannot be used: ${detail}` } },
      ];
    }
  }

  private account(): WechatPayAccount {
    const account = readAccount(this.options);
    if (account === undefined) throw providerFailed('wechat', 'not configured');
    return account;
  }
}

function pathOf(tradeNo: string, { mchId }: WechatPayAccount): string {
  return `/v3/pay/transactions/out-trade-no/${encodeURIComponent(tradeNo)}?mchid=${encodeURIComponent(mchId)}`;
}

function codeOf({ body }: WechatPayAnswer): string | undefined {
  const refusal = refusalSchema.safeParse(body);
  return refusal.success ? refusal.data.code : undefined;
}

function refused(call: string, answer: WechatPayAnswer) {
  const refusal = refusalSchema.safeParse(answer.body);
  const reason = refusal.success
    ? `${refusal.data.code} ${refusal.data.message ?? ''}`.trim()
    : 'the answer cannot be read';
  return providerFailed('wechat', `${call}: ${answer.status} ${reason}`);
}
