import { generateKeyPairSync } from 'node:crypto';
import { AlipaySimulator } from './alipay-simulator';
import { StripeSimulator } from './stripe-simulator';
import { WechatSimulator } from './wechat-simulator';

/** What is wrong with a callback; `paid` = nothing. */
export type Flaw = 'paid' | 'other amount' | 'other merchant' | 'forged' | 'changed body' | 'unsigned';

export interface Callback {
  headers: Record<string, string>;
  body: string;
}

/** A payment service as an end-to-end test sees it. */
export interface PlayedService {
  provider: 'stripe' | 'alipay' | 'wechat';
  /** Payment method of an order. */
  method: string;
  currency: string;
  start(): Promise<void>;
  stop(): Promise<void>;
  /** What the operator sets. */
  options(): Record<string, string>;
  secrets(): string[];
  /** Brings the payer to the service with what the gateway answered, and lets him pay. */
  pay(tradeNo: string, start: { url?: string }): void;
  callback(tradeNo: string, flaw: Flaw): Callback;
  accepts(status: number, body: string): boolean;
}

const nowSeconds = (): number => Math.floor(Date.now() / 1000);
const pem = (
  key: { export(options: { type: 'pkcs8' | 'spki'; format: 'pem' }): string | Buffer },
  type: 'pkcs8' | 'spki',
) => key.export({ type, format: 'pem' }).toString();
const strangersKey = generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey;

export function playStripe(): PlayedService {
  const stripe = new StripeSimulator();
  const sessionOf = (tradeNo: string) =>
    [...stripe.sessions.values()].find(({ metadata }) => metadata.trade_no === tradeNo)!;
  return {
    provider: 'stripe',
    method: 'stripe',
    currency: 'USD',
    start: () => stripe.service.start(),
    stop: () => stripe.service.stop(),
    options: () => ({
      StripeApiSecret: stripe.secret,
      StripeWebhookSecret: stripe.webhookSecret,
      StripeApiBase: stripe.service.url,
    }),
    secrets: () => [stripe.secret, stripe.webhookSecret],
    pay: (tradeNo) => void stripe.pay(sessionOf(tradeNo).id),
    callback: (tradeNo, flaw) => {
      const session = sessionOf(tradeNo);
      const told = flaw === 'other amount' ? { ...session, amount_total: 1 } : session;
      const body = stripe.event(
        'checkout.session.completed',
        told,
        flaw === 'other merchant' ? { account: 'acct_other' } : {},
      );
      const signature = stripe.sign(body, nowSeconds(), flaw === 'forged' ? 'whsec_of_a_stranger' : undefined);
      return {
        headers: {
          'content-type': 'application/json',
          ...(flaw === 'unsigned' ? {} : { 'stripe-signature': signature }),
        },
        body: flaw === 'changed body' ? body.replace('"livemode"', '"Livemode"') : body,
      };
    },
    accepts: (status) => status === 200,
  };
}

export function playAlipay(): PlayedService {
  const alipay = new AlipaySimulator();
  return {
    provider: 'alipay',
    method: 'alipay',
    currency: 'CNY',
    start: () => alipay.service.start(),
    stop: () => alipay.service.stop(),
    options: () => ({
      AlipayAppId: alipay.appId,
      AlipaySellerId: alipay.sellerId,
      AlipayPrivateKey: pem(alipay.merchantKeys.privateKey, 'pkcs8'),
      AlipayPublicKey: pem(alipay.alipayKeys.publicKey, 'spki'),
      AlipayGateway: `${alipay.service.url}/gateway.do`,
    }),
    secrets: () => [pem(alipay.merchantKeys.privateKey, 'pkcs8').split('\n')[3]!],
    pay: (tradeNo, { url }) => {
      alipay.openPage(url!);
      alipay.pay(tradeNo);
    },
    callback: (tradeNo, flaw) => {
      const beijing = new Date(Date.now() + 8 * 3_600_000).toISOString().slice(0, 19).replace('T', ' ');
      const fields = alipay.noticeFields(tradeNo, {
        notify_time: beijing,
        ...(flaw === 'other amount' && { total_amount: '0.01' }),
        ...(flaw === 'other merchant' && { seller_id: '2088999999999999' }),
      });
      const signed = alipay.signNotice(fields, flaw === 'forged' ? strangersKey : undefined);
      const body = flaw === 'changed body' ? signed.replace('version=1.0', 'version=1.1') : signed;
      return {
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body: flaw === 'unsigned' ? body.replace(/&sign=[^&]*/, '') : body,
      };
    },
    accepts: (status, body) => status === 200 && body === 'success',
  };
}

export function playWechat(): PlayedService {
  const wechat = new WechatSimulator(nowSeconds);
  return {
    provider: 'wechat',
    method: 'wechat',
    currency: 'CNY',
    start: () => wechat.service.start(),
    stop: () => wechat.service.stop(),
    options: () => ({
      WechatPayMchId: wechat.mchId,
      WechatPayAppId: wechat.appId,
      WechatPaySerialNo: wechat.merchantSerial,
      WechatPayPrivateKey: pem(wechat.merchantKeys.privateKey, 'pkcs8'),
      WechatPayApiV3Key: wechat.apiV3Key,
      WechatPayPublicKeyId: wechat.publicKeyId,
      WechatPayPublicKey: pem(wechat.platformKeys.publicKey, 'spki'),
      WechatPayApiBase: wechat.service.url,
    }),
    secrets: () => [wechat.apiV3Key, pem(wechat.merchantKeys.privateKey, 'pkcs8').split('\n')[3]!],
    pay: (tradeNo) => wechat.pay(tradeNo),
    callback: (tradeNo, flaw) => {
      const transaction = wechat.transaction(tradeNo);
      const told = {
        ...transaction,
        ...(flaw === 'other amount' && { amount: { ...(transaction['amount'] as object), total: 1 } }),
        ...(flaw === 'other merchant' && { mchid: '1900000099' }),
      };
      const body = wechat.notice('TRANSACTION.SUCCESS', told);
      const signature = wechat.sign(body, nowSeconds(), flaw === 'forged' ? strangersKey : undefined);
      if (flaw === 'unsigned') delete signature['wechatpay-signature'];
      return {
        headers: { 'content-type': 'application/json', ...signature },
        body: flaw === 'changed body' ? `${body} ` : body,
      };
    },
    accepts: (status) => status === 200 || status === 204,
  };
}
