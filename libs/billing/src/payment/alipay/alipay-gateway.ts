import type { KeyObject } from 'node:crypto';
import { Clock } from '@app/kernel';
import type { OptionStore } from '@app/platform';
import type { AlipaySdk } from 'alipay-sdk' with { 'resolution-mode': 'import' };
import { z } from 'zod';
import { encodeBeijingTime } from '../beijing-time';
import { failureDetail, providerFailed } from '../provider-failed';
import type { ProviderHttp } from '../provider-http';
import { ALIPAY_APP_ID, ALIPAY_GATEWAY, ALIPAY_PRIVATE_KEY, ALIPAY_PUBLIC_KEY } from './alipay-options';

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

/**
 * Calls of Alipay. The library signs and verifies; requests go by our own way out, because the library's HTTP client takes
 * neither a resolver nor a limit of size.
 */
export class AlipayGateway {
  private kept: { appId: string; own: KeyObject; theirs: KeyObject; sdk: AlipaySdk } | undefined;

  constructor(
    private readonly options: OptionStore,
    private readonly http: ProviderHttp,
    private readonly clock: Clock,
  ) {}

  isConfigured(): boolean {
    const { options } = this;
    return (
      this.appId !== '' && options.get(ALIPAY_PRIVATE_KEY) !== undefined && options.get(ALIPAY_PUBLIC_KEY) !== undefined
    );
  }

  get appId(): string {
    return this.options.get(ALIPAY_APP_ID).trim();
  }

  /** The address at which a browser makes the call. */
  async addressOf(call: AlipayCall): Promise<string> {
    return `${this.options.get(ALIPAY_GATEWAY)}?${this.signed(await this.sdk(), call)}`;
  }

  /** Asks and checks who answers. Rejects with `payment.provider_failed`, but not for a code that says no. */
  async call(call: AlipayCall): Promise<AlipayAnswer> {
    const sdk = await this.sdk();
    const body = this.signed(sdk, call);
    const { status, body: text } = await this.http
      .send({
        method: 'POST',
        url: this.options.get(ALIPAY_GATEWAY),
        headers: {
          'content-type': 'application/x-www-form-urlencoded;charset=utf-8',
          accept: 'application/json',
        },
        body,
      })
      .catch((error: unknown) => {
        throw providerFailed('alipay', `${call.method}: ${failureDetail(error)}`);
      });
    if (status !== 200) throw providerFailed('alipay', `${call.method}: status ${status}`);
    return this.read(sdk, call.method, text);
  }

  /** Whether Alipay signed these fields of a notice. */
  async isGenuine(fields: Readonly<Record<string, string>>): Promise<boolean> {
    // The library would take the older SHA-1 signature at the sender's word.
    if (fields['sign_type'] !== 'RSA2') return false;
    return (await this.sdk()).checkNotifySignV2(fields);
  }

  private signed(sdk: AlipaySdk, { method, content, notifyUrl, returnUrl }: AlipayCall): string {
    return sdk.sdkExecute(
      method,
      {
        bizContent: content,
        // The library's own would be that of the machine's time zone.
        timestamp: encodeBeijingTime(this.clock.seconds()),
        ...(notifyUrl === undefined ? {} : { notifyUrl }),
        ...(returnUrl === undefined ? {} : { returnUrl }),
      },
      { bizContentAutoSnakeCase: false },
    );
  }

  private read(sdk: AlipaySdk, method: string, text: string): AlipayAnswer {
    const name = `${method.replaceAll('.', '_')}_response`;
    const whole = parseObject(text);
    if (typeof whole?.['sign'] !== 'string') {
      // Refusals of the gateway itself are not signed; nothing but staff's text is taken from them.
      const refusal = answerSchema.safeParse(whole?.['error_response'] ?? whole?.[name]);
      const reason = refusal.success ? describeAnswer(refusal.data) : 'not signed';
      throw providerFailed('alipay', `${method}: ${reason}`);
    }
    try {
      sdk.checkResponseSign(text, name, whole['sign'], '');
    } catch {
      throw providerFailed('alipay', `${method}: the signature of the answer is wrong, see AlipayPublicKey`);
    }
    // What was signed is what is read.
    const answer = answerSchema.safeParse(parseObject(sdk.getSignStr(text, name)));
    if (!answer.success) throw providerFailed('alipay', `${method}: the answer cannot be read`);
    return answer.data;
  }

  private async sdk(): Promise<AlipaySdk> {
    const { appId } = this;
    const own = this.options.get(ALIPAY_PRIVATE_KEY);
    const theirs = this.options.get(ALIPAY_PUBLIC_KEY);
    if (appId === '' || own === undefined || theirs === undefined) throw providerFailed('alipay', 'not configured');
    if (this.kept?.appId !== appId || this.kept.own !== own || this.kept.theirs !== theirs) {
      // Loaded when it is first needed: 30 MB that most gateways never need.
      const library = await import('alipay-sdk');
      const sdk = new library.AlipaySdk({
        appId,
        privateKey: own.export({ type: 'pkcs8', format: 'pem' }).toString().trim(),
        keyType: 'PKCS8',
        alipayPublicKey: theirs.export({ type: 'spki', format: 'pem' }).toString().trim(),
        signType: 'RSA2',
      });
      this.kept = { appId, own, theirs, sdk };
    }
    return this.kept.sdk;
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
