import type { KeyObject } from 'node:crypto';
import type { Clock } from '@app/kernel';
import type { OptionStore } from '@app/platform';
import { z } from 'zod';
import { encodeBeijingTime } from '../beijing-time';
import { failureDetail, providerFailed } from '../provider-failed';
import type { ProviderHttp } from '../provider-http';
import type { AlipayLibrary } from './alipay-library';
import { ALIPAY_APP_ID, ALIPAY_GATEWAY, ALIPAY_PRIVATE_KEY, ALIPAY_PUBLIC_KEY } from './alipay-options';
import type { AlipayAccount, AlipayRequest } from './alipay-thread-messages';

/** What every answer of Alipay has; the rest is as the method says. */
export interface AlipayAnswer {
  /** `10000` = done. */
  code: string;
  msg: string;
  sub_code?: string | undefined;
  sub_msg?: string | undefined;
  [field: string]: unknown;
}

const answerSchema = z.looseObject({
  code: z.string(),
  msg: z.string(),
  sub_code: z.string().optional(),
  sub_msg: z.string().optional(),
});

/** The same for all methods of Alipay's OpenAPI 2. */
export interface AlipayCall {
  method: string;
  content: Readonly<Record<string, string>>;
  notifyUrl?: string;
  returnUrl?: string;
}

/** Signed calls of Alipay, and the proof that something comes from it. Alipay's library signs and verifies, we send. */
export class AlipayGateway {
  constructor(
    private readonly options: OptionStore,
    private readonly http: ProviderHttp,
    private readonly clock: Clock,
    private readonly library: AlipayLibrary,
  ) {}

  isConfigured(): boolean {
    return this.appId !== '' && this.keys() !== undefined;
  }

  get appId(): string {
    return this.options.get(ALIPAY_APP_ID).trim();
  }

  /** The address at which a browser makes the call. Rejects with `payment.provider_failed`. */
  async addressOf(call: AlipayCall): Promise<string> {
    const account = this.demandAccount();
    try {
      return await this.library.ask('page', account, this.requestOf(call));
    } catch (error) {
      throw providerFailed('alipay', `${call.method}: ${failureDetail(error)}`);
    }
  }

  /** Asks and checks who answers. Rejects with `payment.provider_failed`, but not for a code that says no. */
  async call(call: AlipayCall): Promise<AlipayAnswer> {
    const account = this.demandAccount();
    try {
      const { url, body } = await this.library.ask('request', account, this.requestOf(call));
      const answer = await this.http.send({
        method: 'POST',
        url,
        headers: { 'content-type': 'application/x-www-form-urlencoded;charset=utf-8', accept: 'application/json' },
        body,
      });
      if (answer.status !== 200) throw new Error(`status ${answer.status}`);
      return await this.readAnswer(answer.body, `${call.method.replaceAll('.', '_')}_response`, account);
    } catch (error) {
      throw providerFailed('alipay', `${call.method}: ${failureDetail(error)}`);
    }
  }

  /** Whether Alipay signed these fields of a notice; of the older SHA-1 signature it is not asked. */
  async isGenuine(fields: Readonly<Record<string, string>>): Promise<boolean> {
    return fields['sign_type'] === 'RSA2' && (await this.library.ask('notice', this.demandAccount(), fields));
  }

  private requestOf({ method, content, notifyUrl, returnUrl }: AlipayCall): AlipayRequest {
    return {
      method,
      parameters: {
        // The library would take the time zone of this machine.
        timestamp: encodeBeijingTime(this.clock.seconds()),
        ...(notifyUrl === undefined ? {} : { notifyUrl }),
        ...(returnUrl === undefined ? {} : { returnUrl }),
        bizContent: content,
      },
    };
  }

  private async readAnswer(text: string, member: string, account: AlipayAccount): Promise<AlipayAnswer> {
    const whole = parseObject(text);
    const signature = whole?.['sign'];
    if (typeof signature !== 'string') {
      // Refusals of the gateway itself are not signed; nothing but staff's text is taken from them.
      const refusal = answerSchema.safeParse(whole?.['error_response'] ?? whole?.[member]);
      throw new Error(refusal.success ? describeAnswer(refusal.data) : 'the answer is not signed');
    }
    const signed = await this.library.ask('answer', account, { text, member, signature });
    if (signed === undefined) throw new Error('the signature of the answer is wrong, see AlipayPublicKey');
    const answer = answerSchema.safeParse(parseObject(signed));
    if (!answer.success) throw new Error('the answer cannot be read');
    return answer.data;
  }

  private keys(): { privateKey: KeyObject; alipayKey: KeyObject } | undefined {
    const privateKey = this.options.get(ALIPAY_PRIVATE_KEY);
    const alipayKey = this.options.get(ALIPAY_PUBLIC_KEY);
    return privateKey === undefined || alipayKey === undefined ? undefined : { privateKey, alipayKey };
  }

  private demandAccount(): AlipayAccount {
    const { appId } = this;
    const keys = this.keys();
    if (appId === '' || keys === undefined) throw providerFailed('alipay', 'not configured');
    return {
      appId,
      gateway: this.options.get(ALIPAY_GATEWAY),
      privateKey: keys.privateKey.export({ type: 'pkcs8', format: 'der' }).toString('base64'),
      alipayKey: keys.alipayKey.export({ type: 'spki', format: 'der' }).toString('base64'),
    };
  }
}

/** Staff's text of an answer that says no. */
export function describeAnswer({ code, msg, sub_code: subCode, sub_msg: subMessage }: AlipayAnswer): string {
  return [code, subCode, subMessage ?? msg].filter((part) => part !== undefined).join(' ');
}

function parseObject(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
  } catch {
    return undefined;
  }
}
