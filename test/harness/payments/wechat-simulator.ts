import { createCipheriv, generateKeyPairSync, randomBytes, sign, verify, type KeyObject } from 'node:crypto';
import { makeCertificate } from './certificate';
import { LocalService, type ServiceAnswer, type ServiceRequest } from './local-service';

interface Payment {
  total: number;
  state: string;
  refunds: Map<string, number>;
}

/** Bodies of native orders and refunds. */
interface Asked {
  out_trade_no: string;
  out_refund_no: string;
  amount: { total: number; refund?: number };
}

/**
 * WeChat Pay's APIv3 as far as top-ups go: native orders, query, refunds, certificates, sealed and signed notices. Simulated:
 * nobody pays, `pay` does.
 */
export class WechatSimulator {
  readonly service = new LocalService((request) => this.onRequest(request));
  readonly merchantKeys = generateKeyPairSync('rsa', { modulusLength: 2048 });
  readonly platformKeys = generateKeyPairSync('rsa', { modulusLength: 2048 });
  readonly mchId = '1900000001';
  readonly appId = 'wx0000000000000001';
  readonly merchantSerial = '3775B6A45ACD588826D15E583A95F5DD00000001';
  readonly publicKeyId = 'PUB_KEY_ID_0119000000010000000001';
  readonly certificateSerial = '5157F09EFDC096DE15EBE81A47057A7200000001';
  readonly apiV3Key = '0123456789abcdef0123456789abcdef';
  readonly payments = new Map<string, Payment>();
  /** Signs with the certificate instead of the public key. */
  usesCertificate = false;

  constructor(private readonly now: () => number) {}

  pay(tradeNo: string): void {
    this.payments.get(tradeNo)!.state = 'SUCCESS';
  }

  transaction(tradeNo: string): Record<string, unknown> {
    const { total, state } = this.payments.get(tradeNo)!;
    return {
      appid: this.appId,
      mchid: this.mchId,
      out_trade_no: tradeNo,
      trade_state: state,
      trade_state_desc: '',
      amount: { total, payer_total: total, currency: 'CNY', payer_currency: 'CNY' },
      ...(state === 'NOTPAY' ? {} : { transaction_id: `42000${tradeNo}`, trade_type: 'NATIVE' }),
    };
  }

  /** Body of a notice; `content` as it is when it is text. */
  notice(type: string, content: unknown, apiV3Key = this.apiV3Key): string {
    return JSON.stringify({
      id: 'EV-2018022511223320873',
      create_time: '2025-11-25T00:00:00+08:00',
      resource_type: 'encrypt-resource',
      event_type: type,
      summary: '',
      resource: {
        original_type: 'transaction',
        ...seal(typeof content === 'string' ? content : JSON.stringify(content), apiV3Key),
      },
    });
  }

  sign(
    body: string | Buffer,
    atSeconds = this.now(),
    key: KeyObject = this.platformKeys.privateKey,
    serial = this.usesCertificate ? this.certificateSerial : this.publicKeyId,
  ): Record<string, string> {
    const nonce = randomBytes(16).toString('hex');
    const signed = Buffer.concat([Buffer.from(`${atSeconds}\n${nonce}\n`), Buffer.from(body), Buffer.from('\n')]);
    return {
      'wechatpay-timestamp': String(atSeconds),
      'wechatpay-nonce': nonce,
      'wechatpay-serial': serial,
      'wechatpay-signature': sign('sha256', signed, key).toString('base64'),
    };
  }

  private onRequest(request: ServiceRequest): ServiceAnswer {
    const { status, content } = this.isOurs(request)
      ? this.answer(request)
      : { status: 401, content: { code: 'SIGN_ERROR', message: '签名错误' } };
    const body = JSON.stringify(content);
    return { status, headers: { 'content-type': 'application/json', ...this.sign(body) }, body };
  }

  private isOurs({ method, path, headers, body }: ServiceRequest): boolean {
    const parts = Object.fromEntries(
      [...(headers.authorization ?? '').matchAll(/(\w+)="([^"]*)"/g)].map(([, name, value]) => [name, value!]),
    );
    const signed = Buffer.from(`${method}\n${path}\n${parts['timestamp']}\n${parts['nonce_str']}\n${body}\n`);
    return (
      headers.authorization!.startsWith('WECHATPAY2-SHA256-RSA2048 ') &&
      parts['mchid'] === this.mchId &&
      parts['serial_no'] === this.merchantSerial &&
      Math.abs(Number(parts['timestamp']) - this.now()) < 300 &&
      verify('sha256', signed, this.merchantKeys.publicKey, Buffer.from(parts['signature'] ?? '', 'base64'))
    );
  }

  private answer({ method, path, body }: ServiceRequest): { status: number; content: object } {
    if (path === '/v3/certificates') return { status: 200, content: { data: [this.certificate()] } };
    const content = (body === '' ? {} : JSON.parse(body)) as Partial<Asked>;
    if (method === 'POST' && path === '/v3/pay/transactions/native') {
      const { out_trade_no: made = '', amount } = content;
      this.payments.set(made, { total: amount!.total, state: 'NOTPAY', refunds: new Map() });
      return { status: 200, content: { code_url: `weixin://wxpay/bizpayurl?pr=${made}` } };
    }
    const queried = /^\/v3\/pay\/transactions\/out-trade-no\/([^?]+)\?mchid=1900000001$/.exec(path)?.[1];
    const tradeNo = queried === undefined ? content.out_trade_no! : decodeURIComponent(queried);
    const payment = this.payments.get(tradeNo);
    if (payment === undefined) return { status: 404, content: { code: 'ORDER_NOT_EXIST', message: '订单不存在' } };
    if (queried !== undefined) return { status: 200, content: this.transaction(tradeNo) };
    const number = content.out_refund_no!;
    payment.refunds.set(number, content.amount!.refund!);
    if ([...payment.refunds.values()].reduce((a, b) => a + b) > payment.total) {
      payment.refunds.delete(number);
      return { status: 400, content: { code: 'INVALID_REQUEST', message: '订单金额或退款金额与之前请求不一致' } };
    }
    return { status: 200, content: { refund_id: `5030${number}`, out_refund_no: number, status: 'PROCESSING' } };
  }

  private certificate(): object {
    const from = new Date((this.now() - 86_400) * 1000);
    const to = new Date((this.now() + 86_400) * 1000);
    const pem = makeCertificate(this.platformKeys, this.certificateSerial, from, to);
    return { serial_no: this.certificateSerial, encrypt_certificate: seal(pem, this.apiV3Key) };
  }
}

function seal(text: string, apiV3Key: string): object {
  const nonce = randomBytes(6).toString('hex');
  const cipher = createCipheriv('aes-256-gcm', Buffer.from(apiV3Key), Buffer.from(nonce));
  cipher.setAAD(Buffer.from('associated'));
  const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]);
  return { algorithm: 'AEAD_AES_256_GCM', nonce, associated_data: 'associated', ciphertext: sealed.toString('base64') };
}
