import { generateKeyPairSync, sign, verify } from 'node:crypto';
import { LocalService, type ServiceAnswer, type ServiceRequest } from './local-service';

interface Trade {
  tradeNo: string;
  total: string;
  status: string;
  paidAt?: string;
  /** By number; in yuan. */
  refunds: Map<string, string>;
}

/**
 * Alipay's gateway as far as top-ups go: precreate, query, refund, signed notices. Simulated: nobody pays, `pay` does. Checks
 * and makes signatures without Alipay's library.
 */
export class AlipaySimulator {
  readonly service = new LocalService((request) => this.onRequest(request));
  /** Ours, of which Alipay has the public half. */
  readonly merchantKeys = generateKeyPairSync('rsa', { modulusLength: 2048 });
  readonly alipayKeys = generateKeyPairSync('rsa', { modulusLength: 2048 });
  readonly appId = '2021000000000001';
  readonly sellerId = '2088000000000001';
  readonly trades = new Map<string, Trade>();

  /** What a browser would do with the address of the page. */
  openPage(address: string): URLSearchParams {
    const fields = new URL(address).searchParams;
    if (!this.isOurs(fields)) throw new Error('the page refuses the signature');
    this.addTrade(JSON.parse(fields.get('biz_content')!) as Record<string, string>);
    return fields;
  }

  pay(tradeNo: string): void {
    const trade = this.trades.get(tradeNo)!;
    trade.status = 'TRADE_SUCCESS';
    trade.paidAt = '2025-11-24 16:00:00';
  }

  /** Fields of a notice about a trade, not yet signed. */
  noticeFields(tradeNo: string, more: Record<string, string> = {}): Record<string, string> {
    const { status, total } = this.trades.get(tradeNo)!;
    return {
      app_id: this.appId,
      auth_app_id: this.appId,
      charset: 'utf-8',
      notify_id: '2025112400222160000000000000000001',
      notify_time: '2025-11-25 00:00:00',
      notify_type: 'trade_status_sync',
      out_trade_no: tradeNo,
      seller_id: this.sellerId,
      subject: '充值 & 100%',
      total_amount: total,
      trade_no: `2025112422001${tradeNo}`,
      trade_status: status,
      version: '1.0',
      ...more,
    };
  }

  /** Body of a notice. */
  signNotice(fields: Record<string, string>, key = this.alipayKeys.privateKey): string {
    const signature = sign('sha256', Buffer.from(contentOf(fields)), key).toString('base64');
    return new URLSearchParams({ ...fields, sign_type: 'RSA2', sign: signature }).toString();
  }

  private onRequest({ path, body }: ServiceRequest): ServiceAnswer {
    const address = new URL(path, this.service.url).searchParams;
    const fields = new URLSearchParams([...address, ...new URLSearchParams(body)]);
    const method = fields.get('method')!;
    const content = JSON.parse(fields.get('biz_content')!) as Record<string, string>;
    // The body is read in the character set of the address, else in GBK, and then the signature does not fit.
    const isReadable = address.get('charset') === 'utf-8' || isAscii(body);
    const answer =
      isReadable && this.isOurs(fields)
        ? this.answer(method, content)
        : { code: '40002', msg: 'Invalid Arguments', sub_code: 'isv.invalid-signature', sub_msg: '验签出错' };
    return this.answerWith(method, JSON.stringify(answer));
  }

  /** The answer to `method`, signed. */
  answerWith(method: string, text: string): ServiceAnswer {
    const signature = sign('sha256', Buffer.from(text), this.alipayKeys.privateKey).toString('base64');
    return {
      status: 200,
      headers: { 'content-type': 'text/html;charset=utf-8' },
      body: `{"${method.replaceAll('.', '_')}_response":${text},"sign":"${signature}"}`,
    };
  }

  private isOurs(fields: URLSearchParams): boolean {
    const signed: Record<string, string> = Object.fromEntries([...fields].filter(([name]) => name !== 'sign'));
    const signature = Buffer.from(fields.get('sign') ?? '', 'base64');
    return (
      fields.get('app_id') === this.appId &&
      fields.get('sign_type') === 'RSA2' &&
      verify('sha256', Buffer.from(contentOf(signed)), this.merchantKeys.publicKey, signature)
    );
  }

  private answer(method: string, content: Record<string, string>): Record<string, string> {
    const done = { code: '10000', msg: 'Success' };
    const number = content['out_trade_no']!;
    if (method === 'alipay.trade.precreate') {
      this.addTrade(content);
      return { ...done, out_trade_no: number, qr_code: `https://qr.alipay.test/${number}` };
    }
    const trade = this.trades.get(number);
    if (trade === undefined) return refusal('ACQ.TRADE_NOT_EXIST', '交易不存在');
    if (method === 'alipay.trade.query') {
      const { total, status, paidAt } = trade;
      const more: Record<string, string> = paidAt === undefined ? {} : { send_pay_date: paidAt };
      return {
        ...done,
        out_trade_no: number,
        trade_no: `2025112422001${number}`,
        total_amount: total,
        trade_status: status,
        ...more,
      };
    }
    const request = content['out_request_no']!;
    if (method === 'alipay.trade.fastpay.refund.query') {
      return {
        ...done,
        out_trade_no: number,
        ...(trade.refunds.has(request) ? { refund_status: 'REFUND_SUCCESS' } : {}),
      };
    }
    if (method !== 'alipay.trade.refund') return { code: '40001', msg: 'Missing Method' };
    const isRepeat = trade.refunds.has(request);
    const sum = [...trade.refunds.values(), ...(isRepeat ? [] : [content['refund_amount']!])]
      .map(Number)
      .reduce((a, b) => a + b, 0);
    if (sum > Number(trade.total)) return refusal('ACQ.REFUND_AMT_NOT_EQUAL_TOTAL', '退款金额超限');
    trade.refunds.set(request, content['refund_amount']!);
    if (sum === Number(trade.total)) trade.status = 'TRADE_CLOSED';
    return { ...done, out_trade_no: number, fund_change: isRepeat ? 'N' : 'Y', refund_fee: sum.toFixed(2) };
  }

  private addTrade(content: Record<string, string>): void {
    const tradeNo = content['out_trade_no']!;
    this.trades.set(tradeNo, {
      tradeNo,
      total: content['total_amount']!,
      status: 'WAIT_BUYER_PAY',
      refunds: new Map(),
    });
  }
}

/** Whether a form says nothing that character sets write in different ways. */
function isAscii(form: string): boolean {
  return !/%[89A-F]/i.test(form);
}

function contentOf(fields: Record<string, string>): string {
  return Object.keys(fields)
    .sort()
    .map((name) => `${name}=${fields[name]!}`)
    .join('&');
}

function refusal(code: string, message: string): Record<string, string> {
  return { code: '40004', msg: 'Business Failed', sub_code: code, sub_msg: message };
}
