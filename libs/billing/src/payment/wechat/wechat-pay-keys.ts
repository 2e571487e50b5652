import { X509Certificate, type KeyObject } from 'node:crypto';
import type { Clock } from '@app/kernel';
import { z } from 'zod';
import type { ProviderAnswer } from '../provider-http';
import type { WechatPayAccount } from './wechat-pay-account';
import { isSignedBy, sealedSchema, signatureOf, unseal } from './wechat-pay-signature';

/** Certificates change once in some years, with weeks of overlap. */
const FRESH_SECONDS = 12 * 3600;
/** An unknown serial makes us look again, but not at the pace of whoever invents serials. */
const PAUSE_SECONDS = 300;
/** After a failure; payments wait for it. */
const SHORT_PAUSE_SECONDS = 10;

const listSchema = z.object({
  data: z.array(z.object({ serial_no: z.string(), encrypt_certificate: sealedSchema })),
});

/** What is known of one account's certificates. */
interface Held {
  account: WechatPayAccount;
  keys: ReadonlyMap<string, KeyObject>;
  freshUntilSeconds: number;
  pausedUntilSeconds: number;
  failure: Error | undefined;
  loading: Promise<void> | undefined;
}

/** Asks `/v3/certificates`, signed like any call. */
export type FetchCertificates = (account: WechatPayAccount) => Promise<ProviderAnswer>;

/** The keys with which WeChat Pay signs: the one that was downloaded, else those of its certificates. */
export class WechatPayKeys {
  private held: Held | undefined;

  constructor(
    private readonly fetchCertificates: FetchCertificates,
    private readonly clock: Clock,
  ) {}

  /** Undefined = no key of WeChat's. Rejects when its certificates cannot be had. */
  async find(account: WechatPayAccount, serial: string): Promise<KeyObject | undefined> {
    if (account.publicKey !== undefined && account.publicKey.id === serial) return account.publicKey.key;
    // While a merchant moves from certificates to the key, both sign. Ids of keys are never serials of certificates.
    if (!/^[0-9A-F]{8,64}$/i.test(serial)) return undefined;
    const wanted = serial.toUpperCase();
    const held = this.heldFor(account);
    const now = this.clock.seconds();
    const isKnown = held.keys.has(wanted) && now < held.freshUntilSeconds;
    if (!isKnown && (held.loading !== undefined || now >= held.pausedUntilSeconds)) await this.refresh(held, now);
    const key = held.keys.get(wanted);
    if (key === undefined && held.failure !== undefined) throw held.failure;
    return key;
  }

  private heldFor(account: WechatPayAccount): Held {
    if (this.held === undefined || !isSameAccount(this.held.account, account)) {
      this.held = {
        account,
        keys: new Map(),
        freshUntilSeconds: 0,
        pausedUntilSeconds: 0,
        failure: undefined,
        loading: undefined,
      };
    }
    return this.held;
  }

  /** A failure is kept: the keys of last time are good for longer than WeChat is ever away. */
  private refresh(held: Held, now: number): Promise<void> {
    held.loading ??= this.load(held.account)
      .then(
        (keys) => {
          held.keys = keys;
          held.failure = undefined;
          held.freshUntilSeconds = now + FRESH_SECONDS;
          held.pausedUntilSeconds = now + PAUSE_SECONDS;
        },
        (error: unknown) => {
          held.failure = error instanceof Error ? error : new Error('unknown failure');
          held.pausedUntilSeconds = now + SHORT_PAUSE_SECONDS;
        },
      )
      .finally(() => (held.loading = undefined));
    return held.loading;
  }

  private async load(account: WechatPayAccount): Promise<ReadonlyMap<string, KeyObject>> {
    const answer = await this.fetchCertificates(account);
    if (answer.status !== 200) throw new Error(`WeChat Pay's certificates: status ${answer.status}`);
    const keys = readCertificates(answer.body, account.apiV3Key, this.clock.now());
    // Sealed with a key that only the two of us have, so they are WeChat's; signed by one of them, so they are of this answer.
    const signature = signatureOf(answer.headers);
    const signer = signature === undefined ? undefined : keys.get(signature.serial.toUpperCase());
    if (signature === undefined || signer === undefined || !isSignedBy(signer, signature, Buffer.from(answer.body))) {
      throw new Error("WeChat Pay's certificates are not signed by one of them; see WechatPayApiV3Key");
    }
    return keys;
  }
}

function readCertificates(body: string, apiV3Key: string, nowMs: number): Map<string, KeyObject> {
  const keys = new Map<string, KeyObject>();
  for (const { serial_no: serial, encrypt_certificate: sealed } of listSchema.parse(JSON.parse(body)).data) {
    const pem = unseal(sealed, apiV3Key);
    if (pem === undefined) continue;
    const certificate = new X509Certificate(pem);
    const isValid = Date.parse(certificate.validFrom) <= nowMs && nowMs < Date.parse(certificate.validTo);
    if (isValid) keys.set(serial.toUpperCase(), certificate.publicKey);
  }
  return keys;
}

function isSameAccount(one: WechatPayAccount, other: WechatPayAccount): boolean {
  return one.mchId === other.mchId && one.apiV3Key === other.apiV3Key && one.base === other.base;
}
