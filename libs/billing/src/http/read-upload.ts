import { AppError } from '@app/kernel';
import type { Request } from 'express';

/** The body of a route under `/upload`, which no parser has read. Throws `request.too_large` (413). */
export async function readUpload(request: Request, maxBytes: number): Promise<Buffer> {
  const parts: Buffer[] = [];
  let length = 0;
  for await (const part of request as AsyncIterable<Buffer>) {
    length += part.length;
    if (length > maxBytes) throw tooLarge();
    parts.push(part);
  }
  return Buffer.concat(parts);
}

function tooLarge(): AppError {
  return new AppError('request.too_large', { zh: '请求体过大', en: 'The body is too large' }, { status: 413 });
}
