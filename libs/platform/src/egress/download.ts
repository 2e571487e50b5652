import type { Agent, Dispatcher } from 'undici';
import type { EgressGuard } from './egress-guard';

export interface DownloadLimits {
  maxBytes: number;
  /** For all of it, redirects included. */
  timeoutMs: number;
  /** To connect once. */
  connectTimeoutMs: number;
}

export interface Downloaded {
  bytes: Buffer;
  /** As the server told it; '' = not told. */
  contentType: string;
}

/**
 * Why a file did not come. `unreachable` is everything between us and an answer, a refused address as well: whoever asks must
 * not learn from it what there is in our network.
 */
export class DownloadFailure extends Error {
  constructor(
    readonly kind: 'unreachable' | 'refused-type' | 'status' | 'too-large',
    readonly detail: string,
    options?: ErrorOptions,
  ) {
    super(`${kind}: ${detail}`, options);
  }
}

const MOST_REDIRECTS = 5;
const REDIRECTS: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);
const HEADERS = { 'user-agent': 'chat-api', accept: '*/*', 'accept-encoding': 'identity' };

/**
 * Fetches what people name. Each address is checked by its spelling before it is asked and by its resolved addresses when the
 * socket connects, those of redirects too; nothing of the asker's goes along, and never more than the limit is read.
 */
export class Download {
  private agent: Promise<Agent> | undefined;

  constructor(
    private readonly guard: EgressGuard,
    private readonly limits: DownloadLimits,
  ) {}

  /** `mayBe` looks at the content type before the body is read. Throws DownloadFailure. */
  async get(address: string, mayBe: (contentType: string) => boolean, signal: AbortSignal): Promise<Downloaded> {
    try {
      return await this.follow(address, mayBe, AbortSignal.any([signal, AbortSignal.timeout(this.limits.timeoutMs)]));
    } catch (error) {
      if (error instanceof DownloadFailure) throw error;
      throw new DownloadFailure('unreachable', (error as Error).message, { cause: error });
    }
  }

  async close(): Promise<void> {
    await (await this.agent)?.destroy();
  }

  private async follow(
    address: string,
    mayBe: (contentType: string) => boolean,
    signal: AbortSignal,
  ): Promise<Downloaded> {
    const agent = await (this.agent ??= this.openAgent());
    let url = address;
    for (let redirects = 0; redirects <= MOST_REDIRECTS; redirects++) {
      this.guard.check(url);
      const { origin, pathname, search } = new URL(url);
      const answer = await agent.request({
        origin,
        path: pathname + search,
        method: 'GET',
        headers: HEADERS,
        signal,
      });
      const location = answer.headers['location'];
      if (!REDIRECTS.has(answer.statusCode) || typeof location !== 'string') return await this.read(answer, mayBe);
      discard(answer);
      url = new URL(location, url).href;
    }
    throw new DownloadFailure('unreachable', `more than ${MOST_REDIRECTS} redirects`);
  }

  /** With undici, which most gateways never need. */
  private async openAgent(): Promise<Agent> {
    const { Agent } = await import('undici');
    const { connectTimeoutMs, timeoutMs } = this.limits;
    return new Agent({
      connect: { lookup: this.guard.lookup, timeout: connectTimeoutMs },
      pipelining: 0,
      headersTimeout: timeoutMs,
      bodyTimeout: timeoutMs,
    });
  }

  private async read(answer: Dispatcher.ResponseData, mayBe: (contentType: string) => boolean): Promise<Downloaded> {
    const { statusCode, headers, body } = answer;
    const contentType = textOf(headers['content-type']);
    const coding = textOf(headers['content-encoding']);
    try {
      if (statusCode !== 200) throw new DownloadFailure('status', String(statusCode));
      if (coding !== '' && coding !== 'identity') throw new DownloadFailure('refused-type', `coded as ${coding}`);
      if (!mayBe(contentType)) throw new DownloadFailure('refused-type', contentType);
      this.checkSize(Number(headers['content-length'] ?? 0));
      const parts: Buffer[] = [];
      let length = 0;
      for await (const part of body as AsyncIterable<Buffer>) {
        length += part.length;
        this.checkSize(length);
        parts.push(part);
      }
      return { bytes: Buffer.concat(parts), contentType };
    } catch (error) {
      discard(answer);
      throw error;
    }
  }

  private checkSize(length: number): void {
    const { maxBytes } = this.limits;
    if (length > maxBytes) throw new DownloadFailure('too-large', `more than ${maxBytes} bytes`);
  }
}

/** Closes the connection instead of reading what nobody wants. */
function discard({ body }: Dispatcher.ResponseData): void {
  body.on('error', () => undefined);
  body.destroy();
}

function textOf(header: string | string[] | undefined): string {
  return (Array.isArray(header) ? header[0] : header)?.trim().toLowerCase() ?? '';
}
