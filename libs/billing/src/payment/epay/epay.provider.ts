import { Injectable } from '@nestjs/common';
import { OptionStore } from '@app/platform';
import { EPAY_ID, EPAY_KEY, PAY_ADDRESS, YZF_WX, YZF_ZFB } from '../payment-options';
import { providerFailed } from '../provider-failed';
import { ProviderHttp, type ProviderAnswer } from '../provider-http';
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
import { amountText, readAmount } from '../top-up-price';
import { epaySignature, isSignedByEpay, type EpayFields } from './epay-signature';

const CURRENCY = 'CNY';
const METHODS = [
  { id: 'zfb', type: 'alipay', option: YZF_ZFB, label: { zh: '支付宝', en: 'Alipay' } },
  { id: 'wx', type: 'wxpay', option: YZF_WX, label: { zh: '微信支付', en: 'WeChat Pay' } },
] as const;
const PAID = '1';
const REFUNDED = '2';

/** Gateways of the protocol "epay" (易支付), version 1: forms signed with MD5. */
const FORM = { 'content-type': 'application/x-www-form-urlencoded' };

@Injectable()
export class EpayProvider extends PaymentProvider {
  readonly id = 'epay';
  readonly currency = CURRENCY;

  constructor(
    private readonly options: OptionStore,
    private readonly http: ProviderHttp,
  ) {
    super();
  }

  isConfigured(): boolean {
    return [PAY_ADDRESS, EPAY_ID, EPAY_KEY].every((option) => this.options.get(option) !== '');
  }

  methods(): readonly PaymentMethod[] {
    return METHODS.filter(({ option }) => this.options.get(option));
  }

  async begin(order: PayableOrder): Promise<PaymentStart> {
    const method = METHODS.find(({ id }) => id === order.method);
    if (method === undefined) throw providerFailed(this.id, `unknown method ${order.method}`);
    const fields = {
      pid: this.options.get(EPAY_ID),
      type: method.type,
      out_trade_no: order.tradeNo,
      name: order.title,
      money: amountText(order.amount),
      notify_url: order.notifyUrl,
      return_url: order.returnUrl,
      device: 'pc',
    };
    const sign = epaySignature(fields, this.options.get(EPAY_KEY));
    return { kind: 'form', action: this.address('/submit.php'), fields: { ...fields, sign_type: 'MD5', sign } };
  }

  async readCallback(raw: RawCallback): Promise<CallbackReading> {
    const fields = readFields(raw);
    if ((fields['sign'] ?? '') === '') return { kind: 'invalid', reason: 'no signature', isUnsigned: true };
    if (!isSignedByEpay(fields, this.options.get(EPAY_KEY))) return { kind: 'invalid', reason: 'wrong signature' };
    const tradeNo = fields['out_trade_no'] ?? '';
    if (fields['pid'] !== this.options.get(EPAY_ID))
      return { kind: 'invalid', reason: 'for another merchant', tradeNo };
    // The gateway shall tell again when it is paid, so this is not taken for the end.
    if (fields['trade_status'] !== 'TRADE_SUCCESS')
      return { kind: 'invalid', reason: `status ${fields['trade_status']}` };
    const amount = readAmount(fields['money'] ?? '', CURRENCY);
    const reference = fields['trade_no'] || undefined;
    return { kind: 'report', report: { tradeNo, reference, state: 'paid', amount } };
  }

  answer(isAccepted: boolean): CallbackAnswer {
    return { status: 200, contentType: 'text/plain; charset=utf-8', body: isAccepted ? 'success' : 'fail' };
  }

  async query(order: PayableOrder): Promise<PaymentReport | undefined> {
    const { tradeNo } = order;
    const query = new URLSearchParams({
      ...{ act: 'order', pid: this.options.get(EPAY_ID), key: this.options.get(EPAY_KEY) },
      out_trade_no: tradeNo,
    });
    const reply = this.parse(await this.ask(() => this.get(`${this.address('/api.php')}?${query.toString()}`)));
    if (textOf(reply['code']) !== '1') return undefined;
    if (textOf(reply['out_trade_no']) !== tradeNo) throw providerFailed(this.id, 'answered about another order');
    const pid = textOf(reply['pid']);
    if (pid !== '' && pid !== this.options.get(EPAY_ID)) throw providerFailed(this.id, 'answered for another merchant');
    const status = textOf(reply['status']);
    return {
      tradeNo,
      reference: textOf(reply['trade_no']) || undefined,
      state: status === PAID ? 'paid' : status === REFUNDED ? 'refunded' : 'pending',
      amount: readAmount(textOf(reply['money']), CURRENCY),
    };
  }

  /** The protocol has no key for repeats, so the gateway is asked first whether it has paid back. */
  async refund(order: PayableOrder, amount: PaymentAmount): Promise<RefundReport | undefined> {
    const before = await this.query(order);
    if (before?.state === 'refunded') return { state: 'done' };
    const form = new URLSearchParams({
      ...{ act: 'refund', pid: this.options.get(EPAY_ID), key: this.options.get(EPAY_KEY) },
      ...{ out_trade_no: order.tradeNo, money: amountText(amount) },
      ...(order.reference === undefined ? {} : { trade_no: order.reference }),
    });
    // Some gateways read the act from the address only.
    const reply = this.parse(
      await this.ask(() =>
        this.http.send({
          method: 'POST',
          url: `${this.address('/api.php')}?act=refund`,
          headers: FORM,
          body: form.toString(),
        }),
      ),
    );
    const isDone = textOf(reply['code']) === '1';
    return { state: isDone ? 'done' : 'refused', detail: textOf(reply['msg']).slice(0, 200) };
  }

  async selfTest(): Promise<readonly SelfTestLine[]> {
    const host = new URL(this.options.get(PAY_ADDRESS)).host;
    const count = this.methods().length;
    const methods: SelfTestLine = {
      isGood: count > 0,
      text: { zh: `已启用 ${count} 种支付方式`, en: `${count} methods are switched on` },
    };
    try {
      await this.ask(() => this.get(this.address('/')));
      return [methods, { isGood: true, text: { zh: `支付网关 ${host} 可访问`, en: `The gateway ${host} answers` } }];
    } catch {
      const text = { zh: `支付网关 ${host} 无法访问`, en: `The gateway ${host} cannot be reached` };
      return [methods, { isGood: false, text }];
    }
  }

  private get(url: string): Promise<ProviderAnswer> {
    return this.http.send({ method: 'GET', url, headers: {} });
  }

  /** At the root of the gateway's host: a path in PayAddress never counted. */
  private address(path: string): string {
    return new URL(path, this.options.get(PAY_ADDRESS)).href;
  }

  /** Messages of failures name no address: the merchant's key stands in it. */
  private async ask(send: () => Promise<ProviderAnswer>): Promise<ProviderAnswer> {
    try {
      return await send();
    } catch (error) {
      const { code, name } = error as { code?: string; name: string };
      throw providerFailed(this.id, code ?? name);
    }
  }

  private parse({ status, body }: ProviderAnswer): Record<string, unknown> {
    try {
      const value: unknown = JSON.parse(body);
      if (status === 200 && typeof value === 'object' && value !== null) return value as Record<string, unknown>;
    } catch {
      // Told below, like a status that is not 200.
    }
    throw providerFailed(this.id, `answered HTTP ${status} without JSON`);
  }
}

/** From the query, or from the form of gateways that post. */
function readFields({ method, path, body }: RawCallback): EpayFields {
  const query = path.includes('?') ? path.slice(path.indexOf('?') + 1) : '';
  const isForm = method === 'POST' && body.length > 0;
  // A map without a prototype: a field may be called anything.
  const fields = Object.create(null) as Record<string, string>;
  for (const [name, value] of new URLSearchParams(isForm ? body.toString('utf8') : query)) fields[name] = value;
  return fields;
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : typeof value === 'number' ? String(value) : '';
}
