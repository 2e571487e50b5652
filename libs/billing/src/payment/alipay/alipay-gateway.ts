import type { KeyObject } from 'node:crypto';
import type { Clock } from '@app/kernel';
import type { OptionStore } from '@app/platform';
import { z } from 'zod';
import { encodeBeijingTime } from '../beijing-time';
import { failureDetail, providerFailed } from '../provider-failed';
import type { ProviderHttp } from '../provider-http';
import { ALIPAY_APP_ID, ALIPAY_GATEWAY, ALIPAY_PRIVATE_KEY, ALIPAY_PUBLIC_KEY } from './alipay-options';
import { isGenuineNotice, signedMember, signFields } from './alipay-signature';

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

/** Who we are to Alipay, complete. */
interface AlipayAccount {
  appId: string;
  privateKey: KeyObject;
  alipayKey: KeyObject;
}

/** Signed calls of Alipay, and the proof that something comes from it. */
export class AlipayGateway {
  constructor(
    private readonly options: OptionStore,
    private readonly http: ProviderHttp,
    private readonly clock: Clock,
  ) {}

  isConfigured(): boolean {
    return this.account() !== undefined;
  }

  get appId(): string {
    return this.options.get(ALIPAY_APP_ID).trim();
  }

  /** The address at which a browser makes the call. Throws `payment.provider_failed` when not configured. */
  addressOf(call: AlipayCall): string {
    return `${this.options.get(ALIPAY_GATEWAY)}?${this.signed(this.demandAccount(), call)}`;
  }

  /** Asks and checks who answers. Rejects with `payment.provider_failed`, but not for a code that says no. */
  async call(call: AlipayCall): Promise<AlipayAnswer> {
    const account = this.demandAccount();
    try {
      const { status, body } = await this.http.send({
        method: 'POST',
        url: this.options.get(ALIPAY_GATEWAY),
        headers: { 'content-type': 'application/x-www-form-urlencoded;charset=utf-8', accept: 'application/json' },
        body: this.signed(account, call),
      });
      if (status !== 200) throw new Error(`status ${status}`);
      return readAnswer(body, `${call.method.replaceAll('.', '_')}_response`, account.alipayKey);
    } catch (error) {
      throw providerFailed('alipay', `${call.method}: ${failureDetail(error)}`);
    }
  }

  /** Whether Alipay signed these fields of a notice. */
  isGenuine(fields: Readonly<Record<string, string>>): boolean {
    return isGenuineNotice(fields, this.demandAccount().alipayKey);
  }

  private signed({ appId, privateKey }: AlipayAccount, { method, content, notifyUrl, returnUrl }: AlipayCall): string {
    const fields = {
      app_id: appId,
      method,
      charset: 'utf-8',
      version: '1.0',
      sign_type: 'RSA2',
      timestamp: encodeBeijingTime(this.clock.seconds()),
      biz_content: JSON.stringify(content),
      ...(notifyUrl === undefined ? {} : { notify_url: notifyUrl }),
      ...(returnUrl === undefined ? {} : { return_url: returnUrl }),
    };
    return new URLSearchParams(signFields(fields, privateKey)).toString();
  }

  private account(): AlipayAccount | undefined {
    const { appId } = this;
    const privateKey = this.options.get(ALIPAY_PRIVATE_KEY);
    const alipayKey = this.options.get(ALIPAY_PUBLIC_KEY);
    if (appId === '' || privateKey === undefined || alipayKey === undefined) return undefined;
    return { appId, privateKey, alipayKey };
  }

  private demandAccount(): AlipayAccount {
    const account = this.account();
    if (account === undefined) throw providerFailed('alipay', 'not configured');
    return account;
  }
}

function readAnswer(text: string, member: string, alipayKey: KeyObject): AlipayAnswer {
  const whole = parseObject(text);
  const signature = whole?.['sign'];
  if (typeof signature !== 'string') {
    // Refusals of the gateway itself are not signed; nothing but staff's text is taken from them.
    const refusal = answerSchema.safeParse(whole?.['error_response'] ?? whole?.[member]);
    throw new Error(refusal.success ? describeAnswer(refusal.data) : 'the answer is not signed');
  }
  const signed = signedMember(text, member, signature, alipayKey);
  if (signed === undefined) throw new Error('the signature of the answer is wrong, see AlipayPublicKey');
  const answer = answerSchema.safeParse(parseObject(signed));
  if (!answer.success) throw new Error('the answer cannot be read');
  return answer.data;
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
