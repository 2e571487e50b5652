import { Injectable } from '@nestjs/common';
import { Clock } from '@app/kernel';
import { OptionStore } from '@app/platform';
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
import { decodeYuan, encodeYuan, YUAN } from '../yuan-amount';
import { AlipayGateway, describeAnswer, type AlipayAnswer } from './alipay-gateway';
import { AlipayLibrary } from './alipay-library';
import { ALIPAY_OPTIONS, ALIPAY_PAGE_ENABLED, ALIPAY_QR_ENABLED, ALIPAY_SELLER_ID } from './alipay-options';
import { decodeNotice, mapAlipayNotice } from './map-alipay-notice';

const DONE = '10000';
/** Refusals after which the refund may have been made nevertheless. */
const UNCERTAIN: ReadonlySet<string | undefined> = new Set([
  'ACQ.SYSTEM_ERROR',
  'aop.ACQ.SYSTEM_ERROR',
  'isp.unknow-error',
]);

const PAGE = 'alipay';
const QR = 'alipay_qr';

/** Alipay's page in the browser (电脑网站支付) and its QR code (当面付), by Alipay's own library, with keys, not certificates. */
@Injectable()
export class AlipayProvider extends PaymentProvider {
  readonly id = 'alipay';
  readonly currency = YUAN;
  private readonly gateway: AlipayGateway;

  constructor(
    private readonly options: OptionStore,
    http: ProviderHttp,
    private readonly clock: Clock,
    library: AlipayLibrary,
  ) {
    super();
    options.register(ALIPAY_OPTIONS);
    this.gateway = new AlipayGateway(options, http, clock, library);
  }

  isConfigured(): boolean {
    return this.gateway.isConfigured();
  }

  methods(): readonly PaymentMethod[] {
    if (!this.isConfigured()) return [];
    return [
      ...(this.options.get(ALIPAY_PAGE_ENABLED) ? [{ id: PAGE, label: { zh: '支付宝', en: 'Alipay' } }] : []),
      ...(this.options.get(ALIPAY_QR_ENABLED) ? [{ id: QR, label: { zh: '支付宝扫码', en: 'Alipay QR code' } }] : []),
    ];
  }

  async begin(order: PayableOrder): Promise<PaymentStart> {
    if (order.amount.currency !== YUAN) throw providerFailed('alipay', `cannot be paid in ${order.amount.currency}`);
    const content = {
      out_trade_no: order.tradeNo,
      total_amount: encodeYuan(order.amount.minor),
      subject: subjectOf(order.title),
    };
    if (order.method === QR) return await this.beginWithCode(order, content);
    const url = await this.gateway.addressOf({
      method: 'alipay.trade.page.pay',
      content: {
        ...content,
        product_code: 'FAST_INSTANT_TRADE_PAY',
        time_expire: encodeBeijingTime(order.expiresAtSeconds),
      },
      notifyUrl: order.notifyUrl,
      returnUrl: order.returnUrl,
    });
    return { kind: 'redirect', url };
  }

  async readCallback(raw: RawCallback): Promise<CallbackReading> {
    if (raw.method !== 'POST') return { kind: 'invalid', reason: 'notices are posted', isUnsigned: true };
    try {
      const fields = decodeNotice(raw.body);
      if (fields === undefined) return { kind: 'invalid', reason: 'not a form', isUnsigned: true };
      if ((fields['sign'] ?? '') === '') return { kind: 'invalid', reason: 'no signature', isUnsigned: true };
      if (!this.isConfigured()) return { kind: 'invalid', reason: 'not configured' };
      if (!(await this.gateway.isGenuine(fields))) return { kind: 'invalid', reason: 'the signature is wrong' };
      const receiver = { appId: this.gateway.appId, sellerId: this.options.get(ALIPAY_SELLER_ID).trim() };
      return mapAlipayNotice(fields, receiver, raw.receivedAtSeconds);
    } catch (error) {
      return { kind: 'invalid', reason: failureDetail(error) };
    }
  }

  answer(isAccepted: boolean): CallbackAnswer {
    return { status: 200, contentType: 'text/plain', body: isAccepted ? 'success' : 'fail' };
  }

  /** A payment by page is unknown to Alipay until the payer has signed in there. */
  async query(order: PayableOrder): Promise<PaymentReport | undefined> {
    const { tradeNo } = order;
    const answer = await this.gateway.call({ method: 'alipay.trade.query', content: { out_trade_no: tradeNo } });
    if (answer.sub_code === 'ACQ.TRADE_NOT_EXIST') return undefined;
    const amount = decodeYuan(textOf(answer, 'total_amount') ?? '');
    if (answer.code !== DONE || textOf(answer, 'out_trade_no') !== tradeNo || amount === undefined) {
      throw providerFailed('alipay', `alipay.trade.query: ${describeAnswer(answer)}`);
    }
    const report = { tradeNo, reference: textOf(answer, 'trade_no'), amount };
    const state = stateOf(answer);
    return state === 'refunded' ? { ...report, state, paid: amount } : { ...report, state };
  }

  async refund(order: PayableOrder, amount: PaymentAmount, key: string): Promise<RefundReport | undefined> {
    if (amount.currency !== YUAN) return undefined;
    const number = refundNumber(key);
    const answer = await this.gateway.call({
      method: 'alipay.trade.refund',
      content: { out_trade_no: order.tradeNo, refund_amount: encodeYuan(amount.minor), out_request_no: number },
    });
    const reference = number;
    if (answer.code !== DONE) {
      const detail = describeAnswer(answer);
      // Alipay asks for a repeat with the same number then; only what it refuses for a reason is refused.
      if (answer.code !== '40004' || UNCERTAIN.has(answer.sub_code))
        throw providerFailed('alipay', `alipay.trade.refund: ${detail}`);
      return { state: 'refused', reference, detail };
    }
    if (textOf(answer, 'fund_change') === 'Y') return { state: 'done', reference };
    // No money moved by this very call: a repeat, or one that is still on its way.
    const fate = await this.gateway.call({
      method: 'alipay.trade.fastpay.refund.query',
      content: { out_trade_no: order.tradeNo, out_request_no: number },
    });
    const isDone = fate.code === DONE && textOf(fate, 'refund_status') === 'REFUND_SUCCESS';
    return { state: isDone ? 'done' : 'pending', reference };
  }

  async selfTest(): Promise<readonly SelfTestLine[]> {
    if (!this.isConfigured()) {
      return [
        {
          isGood: false,
          text: {
            zh: '请填写 AlipayAppId、AlipayPrivateKey 与 AlipayPublicKey',
            en: 'AlipayAppId, AlipayPrivateKey and AlipayPublicKey have to be set',
          },
        },
      ];
    }
    try {
      // Of an order that nobody has: the answer shows that Alipay takes our signature and we its.
      const answer = await this.gateway.call({
        method: 'alipay.trade.query',
        content: { out_trade_no: `selftest_${this.clock.seconds()}` },
      });
      if (answer.code !== DONE && answer.sub_code !== 'ACQ.TRADE_NOT_EXIST')
        throw providerFailed('alipay', describeAnswer(answer));
      return [
        {
          isGood: true,
          text: { zh: '支付宝接口可用，双方签名均已验证', en: 'Alipay answers; both signatures are good' },
        },
      ];
    } catch (error) {
      const detail = failureDetail(error);
      return [{ isGood: false, text: { zh: `支付宝接口不可用：${detail}`, en: `Alipay cannot be used: ${detail}` } }];
    }
  }

  private async beginWithCode(order: PayableOrder, content: Readonly<Record<string, string>>): Promise<PaymentStart> {
    const minutes = Math.max(1, Math.floor((order.expiresAtSeconds - this.clock.seconds()) / 60));
    const answer = await this.gateway.call({
      method: 'alipay.trade.precreate',
      content: { ...content, timeout_express: `${minutes}m` },
      notifyUrl: order.notifyUrl,
    });
    const code = textOf(answer, 'qr_code');
    if (answer.code !== DONE || code === undefined)
      throw providerFailed('alipay', `alipay.trade.precreate: ${describeAnswer(answer)}`);
    return { kind: 'qr', content: code };
  }
}

/** A trade that was paid and is closed was repaid in full; one closed before has no date of payment. */
function stateOf(answer: AlipayAnswer): PaymentReport['state'] {
  const status = textOf(answer, 'trade_status');
  if (status === 'TRADE_SUCCESS' || status === 'TRADE_FINISHED') return 'paid';
  if (status !== 'TRADE_CLOSED') return 'pending';
  return textOf(answer, 'send_pay_date') === undefined ? 'failed' : 'refunded';
}

function textOf(answer: AlipayAnswer, field: string): string | undefined {
  const value = answer[field];
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** At most 256 characters, without those that Alipay refuses. */
function subjectOf(title: string): string {
  return [...title.replace(/[/=&]/g, ' ')].slice(0, 128).join('');
}
