import { promisify } from 'node:util';
import { deflateRaw, inflateRaw } from 'node:zlib';
import type { SecretBox } from '@app/platform';
import { scanObject, type ScannedObject } from '../adapters/scan-object';
import type { ResponseContent } from './kept-response';

const deflate = promisify(deflateRaw);
const inflate = promisify(inflateRaw);

/** Shorter texts are not worth the way to another thread. */
const LEAST_BYTES = 4 * 1024;
/** How the sealed text was written: as it is, or compressed and in base64. */
const PLAIN = 'j';
const COMPRESSED = 'z';
const FIELDS: ReadonlySet<string> = new Set(['input', 'response']);

export function sizeOf({ input, response }: ResponseContent): number {
  return input.length + response.length;
}

/** One sealed text of both; long ones are compressed, off the event loop. */
export async function packContent({ input, response }: ResponseContent, secrets: SecretBox): Promise<string> {
  const json = Buffer.concat([
    Buffer.from('{"input":'),
    input,
    Buffer.from(',"response":'),
    response,
    Buffer.from('}'),
  ]);
  if (json.length < LEAST_BYTES) return secrets.seal(PLAIN + json.toString('utf8'));
  return secrets.seal(COMPRESSED + (await deflate(json)).toString('base64'));
}

/** Throws AppError `secret.unreadable` when the key is another one. */
export async function unpackContent(sealed: string, secrets: SecretBox): Promise<ResponseContent> {
  const text = secrets.open(sealed);
  const json = text.startsWith(COMPRESSED)
    ? await inflate(Buffer.from(text.slice(COMPRESSED.length), 'base64'))
    : Buffer.from(text.slice(PLAIN.length));
  const layout = scanObject(json, FIELDS);
  return { input: cut(json, layout, 'input'), response: cut(json, layout, 'response') };
}

function cut(json: Buffer, { values }: ScannedObject, key: string): Buffer {
  const { start, end } = values.get(key)!;
  return json.subarray(start, end);
}
