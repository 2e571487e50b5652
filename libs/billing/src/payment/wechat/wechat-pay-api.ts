import { randomBytes } from 'node:crypto';
import type { Clock } from '@app/kernel';
import { failureDetail, providerFailed } from '../provider-failed';
import type { ProviderAnswer, ProviderHttp } from '../provider-http';
import type { WechatPayAccount } from './wechat-pay-account';
import { WechatPayKeys } from './wechat-pay-keys';
import { authorize, isSignedBy, signatureOf } from './wechat-pay-signature';

/** By which the two clocks may differ, see WeChat Pay's rules for signatures. */
const TOLERANCE_SECONDS = 300;

export interface WechatPayAnswer {
  status: number;
  body: unknown;
}

/** Signed calls, and the proof that something comes from WeChat Pay. */
export class WechatPayApi {
  private readonly keys: WechatPayKeys;

  constructor(
    private readonly http: ProviderHttp,
    private readonly clock: Clock,
  ) {
    this.keys = new WechatPayKeys((account) => this.send(account, 'GET', '/v3/certificates', ''), clock);
  }

  /** Rejects with `payment.provider_failed` when there is no answer of WeChat's; what the answer says is the caller's. */
  async call(
    account: WechatPayAccount,
    method: 'GET' | 'POST',
    path: string,
    content?: object,
  ): Promise<WechatPayAnswer> {
    try {
      const answer = await this.send(account, method, path, content === undefined ? '' : JSON.stringify(content));
      // Refusals are not always signed, and are never good news; but those that are tell whether our key of WeChat's is right.
      if (answer.status < 300 || signatureOf(answer.headers) !== undefined) {
        const flaw = await this.flawOf(account, answer.headers, Buffer.from(answer.body), this.clock.seconds());
        if (flaw !== undefined) throw new Error(`the answer to ${path}: ${flaw}`);
      }
      return { status: answer.status, body: parseJson(answer.body) };
    } catch (error) {
      throw providerFailed('wechat', failureDetail(error));
    }
  }

  /** Why something that was received then is not WeChat's; undefined = it is. Rejects when its certificates cannot be had. */
  async flawOf(
    account: WechatPayAccount,
    headers: Readonly<Record<string, string>>,
    body: Buffer,
    receivedAtSeconds: number,
  ): Promise<string | undefined> {
    const signature = signatureOf(headers);
    if (signature === undefined) return 'not signed';
    const { timestamp, serial } = signature;
    if (!/^\d{1,12}$/.test(timestamp) || Math.abs(Number(timestamp) - receivedAtSeconds) > TOLERANCE_SECONDS) {
      return 'the time of the signature is too far off';
    }
    const key = await this.keys.find(account, serial);
    if (key === undefined) return 'signed with an unknown key';
    return isSignedBy(key, signature, body) ? undefined : 'the signature is wrong';
  }

  private send(account: WechatPayAccount, method: 'GET' | 'POST', path: string, body: string): Promise<ProviderAnswer> {
    const nonce = randomBytes(16).toString('hex');
    return this.http.send({
      method,
      url: account.base + path,
      headers: {
        accept: 'application/json',
        authorization: authorize(account, { method, path, body }, nonce, this.clock.seconds()),
        // WeChat refuses calls that name no program.
        'user-agent': 'chat-api',
        // With which of its keys the answer shall be signed.
        ...(account.publicKey === undefined ? {} : { 'wechatpay-serial': account.publicKey.id }),
        ...(body === '' ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === '' ? {} : { body }),
    });
  }
}

function parseJson(text: string): unknown {
  if (text === '') return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
