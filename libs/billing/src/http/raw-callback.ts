import type { RawCallback } from '../payment/payment-provider';
import type { Request } from 'express';

const LARGEST_BODY = 64 * 1024;
const LONGEST_PATH = 8 * 1024;
/** What signatures are made of or their failure is found out with; never cookies or credentials. */
const KEPT_HEADERS =
  /^(?:content-type|content-length|user-agent|host|date|stripe-signature|wechatpay-[a-z-]+|x-forwarded-(?:for|proto|host))$/;
const LONGEST_HEADER = 2 * 1024;

/** The request as it came; undefined when it is larger than any callback. Its body must not have been read yet. */
export async function readRawCallback(request: Request, receivedAtSeconds: number): Promise<RawCallback | undefined> {
  const path = request.originalUrl;
  if (path.length > LONGEST_PATH) return undefined;
  const body = request.method === 'POST' ? await readBody(request) : Buffer.alloc(0);
  if (body === undefined) return undefined;
  const headers = Object.entries(request.headers).flatMap(([name, value]) =>
    KEPT_HEADERS.test(name) && typeof value === 'string' ? [[name, value.slice(0, LONGEST_HEADER)] as const] : [],
  );
  return {
    method: request.method === 'POST' ? 'POST' : 'GET',
    path,
    headers: Object.fromEntries(headers),
    body,
    receivedAtSeconds,
  };
}

async function readBody(request: Request): Promise<Buffer | undefined> {
  const parts: Buffer[] = [];
  let length = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    length += part.length;
    if (length > LARGEST_BODY) return undefined;
    parts.push(part);
  }
  return Buffer.concat(parts);
}
