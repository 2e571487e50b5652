import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import { EgressGuard } from '@app/platform';
import { Agent } from 'undici';

const LIMIT_MS = 15_000;
const LONGEST_ANSWER = 256 * 1024;

export interface HttpAnswer {
  status: number;
  body: string;
  /** Where a redirect leads; they are not followed. */
  location: string | undefined;
}

/** Requests to addresses that operators typed: judged before and while they connect, limited in time and size. */
@Injectable()
export class PaymentHttp implements OnModuleDestroy {
  private readonly agent: Agent;

  constructor(private readonly egress: EgressGuard) {
    this.agent = new Agent({
      connect: { lookup: egress.lookup, timeout: LIMIT_MS },
      headersTimeout: LIMIT_MS,
      bodyTimeout: LIMIT_MS,
      pipelining: 0,
    });
  }

  get(url: string): Promise<HttpAnswer> {
    return this.send(url, undefined);
  }

  post(url: string, form: URLSearchParams): Promise<HttpAnswer> {
    return this.send(url, form.toString());
  }

  onModuleDestroy(): Promise<void> {
    return this.agent.destroy();
  }

  private async send(url: string, form: string | undefined): Promise<HttpAnswer> {
    this.egress.check(url);
    const { origin, pathname, search } = new URL(url);
    const answer = await this.agent.request({
      ...{ origin, path: pathname + search, method: form === undefined ? 'GET' : 'POST' },
      headers: {
        'user-agent': 'chat-api',
        ...(form === undefined ? {} : { 'content-type': 'application/x-www-form-urlencoded' }),
      },
      signal: AbortSignal.timeout(LIMIT_MS),
      ...(form === undefined ? {} : { body: form }),
    });
    const parts: Buffer[] = [];
    let length = 0;
    for await (const part of answer.body as AsyncIterable<Buffer>) {
      length += part.length;
      if (length > LONGEST_ANSWER) throw new RangeError('the answer is too large');
      parts.push(part);
    }
    const { location } = answer.headers;
    return {
      status: answer.statusCode,
      body: Buffer.concat(parts).toString('utf8'),
      location: typeof location === 'string' ? location : undefined,
    };
  }
}
