import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import type { LocalText } from '@app/kernel';
import { PaymentAddresses } from './payment-addresses';
import { ProviderHttp, type ProviderAnswer } from './provider-http';
import type { PaymentProvider, PaymentProviderId, SelfTestLine } from './payment-provider';
import { PaymentProviders } from './payment-providers';

export interface ProviderSelfTest {
  provider: PaymentProviderId;
  isConfigured: boolean;
  lines: readonly SelfTestLine[];
}

/** What a callback address answers to a self-test; the nonce shows that no cache or other server answered. */
export const selfTestEcho = (nonce: string): string => `chat-api self-test ${nonce}`;
export const SELF_TEST_NONCE = /^[0-9a-f]{32}$/;

/** Tries what payments stand or fall with: settings, and whether our callback address answers from outside. */
@Injectable()
export class PaymentSelfTest {
  constructor(
    private readonly providers: PaymentProviders,
    private readonly addresses: PaymentAddresses,
    private readonly http: ProviderHttp,
  ) {}

  run(): Promise<ProviderSelfTest[]> {
    return Promise.all(this.providers.all.map((provider) => this.test(provider)));
  }

  private async test(provider: PaymentProvider): Promise<ProviderSelfTest> {
    const isConfigured = provider.isConfigured();
    if (!isConfigured) return { provider: provider.id, isConfigured, lines: [line(false, '未配置', 'Not set up')] };
    // Nobody calls us back about transfers.
    const reachability = provider.id === 'manual' ? [] : [await this.reach(this.addresses.notifyUrl(provider.id))];
    const own = await provider
      .selfTest()
      .catch((error: Error): SelfTestLine[] => [
        line(false, `自检失败：${error.message}`, `Self-test failed: ${error.message}`),
      ]);
    return { provider: provider.id, isConfigured, lines: [...own, ...reachability] };
  }

  private async reach(notifyUrl: string): Promise<SelfTestLine> {
    const nonce = randomBytes(16).toString('hex');
    try {
      return judge(
        notifyUrl,
        await this.http.send({ method: 'GET', url: `${notifyUrl}?self_test=${nonce}`, headers: {} }),
        selfTestEcho(nonce),
      );
    } catch (error) {
      const reason = (error as Error).message;
      return line(
        false,
        `无法访问回调地址 ${notifyUrl}：${reason}；请检查 ServerAddress、反向代理与防火墙`,
        `The callback address ${notifyUrl} cannot be reached: ${reason}; check ServerAddress, proxy and firewall`,
      );
    }
  }
}

function judge(notifyUrl: string, { status, body, headers }: ProviderAnswer, echo: string): SelfTestLine {
  const { location } = headers;
  if (status === 200 && body === echo) {
    return line(true, `回调地址 ${notifyUrl} 可访问`, `The callback address ${notifyUrl} answers`);
  }
  if (location !== undefined) {
    return line(
      false,
      `回调地址 ${notifyUrl} 被重定向到 ${location}；支付平台通常不跟随重定向，请修改 ServerAddress`,
      `The callback address ${notifyUrl} redirects to ${location}; payment services do not follow: change ServerAddress`,
    );
  }
  const got = body.slice(0, 120).replace(/\s+/g, ' ');
  return line(
    false,
    `回调地址 ${notifyUrl} 的应答不是本系统发出的：HTTP ${status} ${got}`,
    `The callback address ${notifyUrl} is answered by something else: HTTP ${status} ${got}`,
  );
}

function line(isGood: boolean, zh: string, en: string): SelfTestLine {
  const text: LocalText = { zh, en };
  return { isGood, text };
}
