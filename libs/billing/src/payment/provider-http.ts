import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { EgressGuard } from '@app/platform';
import type { Agent } from 'undici';

export interface ProviderRequest {
  method: 'GET' | 'POST' | 'DELETE';
  url: string;
  headers: Readonly<Record<string, string>>;
  body?: string;
  signal?: AbortSignal;
}

export interface ProviderAnswer {
  status: number;
  /** Names in lower case. */
  headers: Readonly<Record<string, string>>;
  body: string;
}

/** For the whole of a request; a payer waits for it. */
export const PROVIDER_LIMIT_MS = 15_000;
const CONNECT_LIMIT_MS = 5_000;
const LONGEST_ANSWER_BYTES = 512 * 1024;

/**
 * Requests to payment services. Their addresses can be set by options, so the egress guard judges them; redirects are not
 * followed, because nothing that carries a credential may be led elsewhere.
 */
@Injectable()
export class ProviderHttp implements OnApplicationShutdown {
  private agent: Agent | undefined;

  constructor(private readonly egress: EgressGuard) {}

  /** Rejects when there is no complete answer in time, or the address is refused. */
  async send({ method, url, headers, body, signal }: ProviderRequest): Promise<ProviderAnswer> {
    this.egress.check(url);
    // Loaded by the first request: most gateways sell nothing.
    const { Agent, request } = await import('undici');
    this.agent ??= new Agent({ connect: { timeout: CONNECT_LIMIT_MS, lookup: this.egress.lookup } });
    const limit = AbortSignal.timeout(PROVIDER_LIMIT_MS);
    const answer = await request(url, {
      method,
      headers: { ...headers },
      body: body ?? null,
      signal: signal === undefined ? limit : AbortSignal.any([limit, signal]),
      dispatcher: this.agent,
    });
    const parts: Buffer[] = [];
    let length = 0;
    for await (const part of answer.body as AsyncIterable<Buffer>) {
      length += part.length;
      if (length > LONGEST_ANSWER_BYTES) throw new RangeError('the answer is too large');
      parts.push(part);
    }
    return {
      status: answer.statusCode,
      headers: Object.fromEntries(
        Object.entries(answer.headers).map(([name, value]) => [name, [value].flat().join(', ')]),
      ),
      body: Buffer.concat(parts).toString('utf8'),
    };
  }

  async onApplicationShutdown(): Promise<void> {
    await this.agent?.destroy();
  }
}
