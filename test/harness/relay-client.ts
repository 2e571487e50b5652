import { request as httpRequest, type IncomingMessage } from 'node:http';

export interface RelayReply {
  status: number;
  headers: IncomingMessage['headers'];
  text: string;
  /** The connection ended before the answer was complete. */
  isCut: boolean;
}

export interface RelayError {
  error: { message: string; type: string; param: string | null; code: string };
}

/** A call over a plain socket, so that a test controls every byte. */
export function callRelay(
  url: string,
  options: { key?: string | undefined; method?: string; body?: string | Buffer | object; headers?: Record<string, string>; /** Request target as it is sent. */ path?: string },
): Promise<RelayReply> {
  const { body } = options;
  const payload = body === undefined || typeof body === 'string' || Buffer.isBuffer(body) ? body : JSON.stringify(body);
  return new Promise((resolve, reject) => {
    const request = httpRequest(
      url,
      {
        method: options.method ?? 'POST',
        agent: false,
        ...(options.path === undefined ? {} : { path: options.path }),
        headers: {
          'content-type': 'application/json',
          ...(options.key === undefined ? {} : { authorization: `Bearer ${options.key}` }),
          ...options.headers,
        },
      },
      (response) => {
        const parts: Buffer[] = [];
        const finish = (isCut: boolean): void =>
          resolve({ status: response.statusCode!, headers: response.headers, text: Buffer.concat(parts).toString(), isCut });
        response.on('data', (part: Buffer) => parts.push(part));
        response.on('end', () => finish(!response.complete));
        response.on('error', () => finish(true));
      },
    );
    request.on('error', reject);
    request.end(payload);
  });
}

export function errorOf(reply: RelayReply): RelayError['error'] {
  return (JSON.parse(reply.text) as RelayError).error;
}
