import { HttpException } from '@nestjs/common';
import { AppError, type LocalText } from '@app/kernel';

const KNOWN: Record<number, { code: string; text: LocalText }> = {
  400: { code: 'request.malformed', text: { zh: '无效的请求', en: 'The request cannot be read' } },
  401: { code: 'request.unauthenticated', text: { zh: '未登录', en: 'Not signed in' } },
  403: { code: 'request.forbidden', text: { zh: '无权进行此操作', en: 'Not allowed' } },
  404: { code: 'request.not_found', text: { zh: '未找到', en: 'Not found' } },
  405: { code: 'request.method_unsupported', text: { zh: '不支持的请求方法', en: 'Method not allowed' } },
  413: { code: 'request.too_large', text: { zh: '请求体过大', en: 'The body is too large' } },
  415: {
    code: 'request.media_type_unsupported',
    text: { zh: '不支持的请求体格式', en: 'The form of the body is not supported' },
  },
  429: {
    code: 'request.rate_limited',
    text: { zh: '请求过于频繁，请稍后再试', en: 'Too many requests, please try again later' },
  },
  503: { code: 'server.unavailable', text: { zh: '服务暂不可用', en: 'Temporarily unavailable' } },
};

/**
 * What the caller may know of anything thrown. Texts of foreign errors stay in the log: they may hold SQL, paths or keys.
 */
export function toAppError(thrown: unknown, requestId: string): AppError {
  if (thrown instanceof AppError) return thrown;
  const status = statusOf(thrown);
  const known = status === undefined ? undefined : KNOWN[status];
  if (known !== undefined) return new AppError(known.code, known.text, { status: status as number, cause: thrown });
  if (status !== undefined && status < 500) {
    const text = { zh: '请求无法处理', en: 'The request cannot be handled' };
    return new AppError('request.refused', text, { status, cause: thrown });
  }
  return new AppError(
    'server.internal',
    { zh: `服务器内部错误 (request id: ${requestId})`, en: `Internal server error (request id: ${requestId})` },
    { status: 500, cause: thrown },
  );
}

/** Nest's exceptions, and the errors of the body parser, which carry `status` and say so with `expose`. */
function statusOf(thrown: unknown): number | undefined {
  if (thrown instanceof HttpException) return thrown.getStatus();
  if (!(thrown instanceof Error) || !('expose' in thrown) || thrown.expose !== true || !('status' in thrown))
    return undefined;
  return typeof thrown.status === 'number' && thrown.status >= 400 && thrown.status < 600 ? thrown.status : undefined;
}
