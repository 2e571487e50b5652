import { createHash, createHmac, type BinaryLike, type Hash, type Hmac } from 'node:crypto';
import type { Checksum, SourceData } from '@smithy/types';

/** What a signature is made of. `headers` are names and values in turn, as they go out. */
export interface SignedPart {
  origin: string;
  path: string;
  headers: readonly string[];
  body: Buffer;
}

export interface SigningKey {
  region: string;
  accessKeyId: string;
  secretAccessKey: string;
}

const SERVICE = 'bedrock';
/** Headers on the way may be changed by proxies; these may not. */
const SIGNED = new Set(['content-type', 'host']);

/** The headers that prove who sends these very bytes (AWS Signature Version 4). */
export async function signRequest(part: SignedPart, key: SigningKey, now: Date): Promise<string[]> {
  // Loaded with the first call that needs it: it would be a tenth of a start otherwise.
  const { SignatureV4 } = await import('@smithy/signature-v4');
  const signer = new SignatureV4({ service: SERVICE, region: key.region, credentials: key, sha256: NodeSha256 });
  const { protocol, hostname, host } = new URL(part.origin);
  const [path, query] = part.path.split('?', 2);
  const { headers } = await signer.sign(
    {
      method: 'POST',
      protocol,
      hostname,
      path: path!,
      query: Object.fromEntries(new URLSearchParams(query)),
      headers: { host, ...signedHeaders(part.headers) },
      body: part.body,
    },
    { signingDate: now },
  );
  return Object.entries(headers)
    .filter(([name]) => !SIGNED.has(name))
    .flat();
}

function signedHeaders(headers: readonly string[]): Record<string, string> {
  const signed: Record<string, string> = {};
  for (let i = 0; i + 1 < headers.length; i += 2) if (SIGNED.has(headers[i]!)) signed[headers[i]!] = headers[i + 1]!;
  return signed;
}

/** Node's own hash: bodies may carry pictures, and the packaged one is JavaScript. */
class NodeSha256 implements Checksum {
  private hash!: Hash | Hmac;

  constructor(private readonly secret?: SourceData) {
    this.reset();
  }

  update(data: Uint8Array): void {
    this.hash.update(data);
  }

  digest(): Promise<Uint8Array> {
    return Promise.resolve(this.hash.digest());
  }

  reset(): void {
    this.hash = this.secret === undefined ? createHash('sha256') : createHmac('sha256', binary(this.secret));
  }
}

function binary(data: SourceData): BinaryLike {
  if (typeof data === 'string') return data;
  return ArrayBuffer.isView(data)
    ? new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
    : new Uint8Array(data);
}
