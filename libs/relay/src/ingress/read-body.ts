import type { IncomingMessage } from 'node:http';
import { AppError } from '@app/kernel';

/**
 * Collects a request body of at most `limitBytes`; calls back once. A caller who leaves midway is never called back. A body
 * whose length was declared is complete with its last byte: Node's own word for its end comes some microseconds later.
 */
export function readBody(
  request: IncomingMessage,
  limitBytes: number,
  done: (result: Buffer | AppError) => void,
): void {
  const declared = Number(request.headers['content-length'] ?? -1);
  if (declared > limitBytes) return done(tooLarge(limitBytes));
  const encoding = request.headers['content-encoding'];
  if (encoding !== undefined && encoding !== 'identity') return done(compressed());
  const parts: Buffer[] = [];
  let length = 0;
  let isDone = false;
  const onData = (part: Buffer): void => {
    length += part.length;
    if (length > limitBytes) {
      request.off('data', onData);
      request.off('end', onEnd);
      // The rest is read and thrown away, so that the answer can be delivered on this connection.
      request.resume();
      return done(tooLarge(limitBytes));
    }
    parts.push(part);
    if (length === declared) onEnd();
  };
  const onEnd = (): void => {
    if (isDone) return;
    isDone = true;
    done(parts.length === 1 ? parts[0]! : Buffer.concat(parts, length));
  };
  request.on('data', onData);
  request.on('end', onEnd);
}

function tooLarge(limitBytes: number): AppError {
  const limit = `${Math.floor(limitBytes / 1024 / 1024)} MiB`;
  return new AppError(
    'request_too_large',
    { zh: `请求体超过 ${limit} 的限制`, en: `The request body is larger than ${limit}` },
    { status: 413 },
  );
}

function compressed(): AppError {
  return new AppError(
    'content_encoding_unsupported',
    { zh: '不支持压缩的请求体', en: 'Compressed request bodies are not supported' },
    { status: 415 },
  );
}
