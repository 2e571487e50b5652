import type { EgressGuard } from '@app/platform';
import type { buildConnector, Dispatcher } from 'undici';
import { socksConnector } from './socks-connector';

export interface PostAnswer {
  status: number;
  body: string;
}

const LIMIT_MS = 30_000;
/** Answers to what is posted so are short. */
const LONGEST_ANSWER = 256 * 1024;

/** A rare request aside from calls, by the same rules: addresses that people typed are judged, the channel's proxy is taken. */
export async function guardedPost(
  egress: EgressGuard,
  url: string,
  form: URLSearchParams,
  proxyUrl: string | undefined,
): Promise<PostAnswer> {
  egress.check(url);
  const { request } = await import('undici');
  const dispatcher = await dispatcherFor(egress, proxyUrl);
  try {
    const { statusCode, body } = await request(url, {
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded', accept: 'application/json' },
      body: form.toString(),
      signal: AbortSignal.timeout(LIMIT_MS),
      dispatcher,
    });
    const parts: Buffer[] = [];
    let length = 0;
    for await (const part of body as AsyncIterable<Buffer>) {
      length += part.length;
      if (length > LONGEST_ANSWER) throw new RangeError('The answer is too large');
      parts.push(part);
    }
    return { status: statusCode, body: Buffer.concat(parts).toString('utf8') };
  } finally {
    // They are an hour apart: no connection is worth keeping.
    void dispatcher.destroy();
  }
}

async function dispatcherFor(egress: EgressGuard, proxyUrl: string | undefined): Promise<Dispatcher> {
  const { Agent, ProxyAgent } = await import('undici');
  const { lookup } = egress;
  if (proxyUrl === undefined) return new Agent({ connect: { timeout: LIMIT_MS, lookup } });
  egress.check(proxyUrl.replace(/^socks5h?:/, 'http:'));
  if (proxyUrl.startsWith('socks')) return new Agent({ connect: socksConnector(proxyUrl, LIMIT_MS, lookup) });
  return new ProxyAgent({ uri: proxyUrl, proxyTls: { timeout: LIMIT_MS, lookup } as buildConnector.BuildOptions });
}
