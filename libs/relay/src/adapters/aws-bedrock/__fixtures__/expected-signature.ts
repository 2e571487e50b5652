import { createHash, createHmac } from 'node:crypto';

const sha256 = (data: string | Buffer): string => createHash('sha256').update(data).digest('hex');
const hmac = (key: string | Buffer, data: string): Buffer => createHmac('sha256', key).update(data).digest();

/**
 * The authorization that a request must have, written from AWS's published procedure (docs.aws.amazon.com/IAM, "Create a signed
 * AWS API request") and without the package that is tested. `path` as it went over the wire, without a query.
 */
export function expectedAuthorization(
  path: string,
  headers: Readonly<Record<string, unknown>>,
  body: Buffer,
  key: { region: string; accessKeyId: string; secretAccessKey: string },
): string {
  const told = /SignedHeaders=([^,]+)/.exec(String(headers['authorization']))?.[1] ?? '';
  const names = told.split(';');
  const date = String(headers['x-amz-date']);
  const day = date.slice(0, 8);
  const scope = `${day}/${key.region}/bedrock/aws4_request`;
  const canonical = [
    'POST',
    path.split('/').map(encodeURIComponent).join('/'),
    '',
    ...names.map((name) => `${name}:${String(headers[name])}`),
    '',
    told,
    sha256(body),
  ].join('\n');
  const text = ['AWS4-HMAC-SHA256', date, scope, sha256(canonical)].join('\n');
  const signing = ['bedrock', 'aws4_request'].reduce<Buffer>(hmac, hmac(hmac(`AWS4${key.secretAccessKey}`, day), key.region));
  const signature = hmac(signing, text).toString('hex');
  return `AWS4-HMAC-SHA256 Credential=${key.accessKeyId}/${scope}, SignedHeaders=${told}, Signature=${signature}`;
}
