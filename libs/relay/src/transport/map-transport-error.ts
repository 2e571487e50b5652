import { AppError } from '@app/kernel';

const UNREACHABLE = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH', 'ETIMEDOUT']);

/** A failure of the connection, in our words; the address stays with staff. */
export function mapTransportError(error: Error): AppError {
  if (error instanceof AppError) {
    if (!error.code.startsWith('egress.')) return error;
    // The guard refused the channel's address: the operator's fault, not the caller's.
    return upstreamError('upstream_unreachable', '上游不可用', 'The upstream is not available', 502, error);
  }
  const code = (error as NodeJS.ErrnoException).code ?? '';
  if (code === 'UND_ERR_CONNECT_TIMEOUT')
    return upstreamError('upstream_timeout', '连接上游超时', 'The upstream could not be reached in time', 504, error);
  if (code === 'MALFORMED_ANSWER')
    return upstreamError(
      'upstream_bad_response',
      '上游返回了无效的响应',
      'The upstream sent an invalid response',
      502,
      error,
    );
  if (UNREACHABLE.has(code))
    return upstreamError('upstream_unreachable', '请求上游地址失败', 'The upstream could not be reached', 502, error);
  return upstreamError('upstream_closed', '上游连接中断', 'The upstream closed the connection', 502, error);
}

function upstreamError(code: string, zh: string, en: string, status: number, cause: Error): AppError {
  const { code: causeCode } = cause as NodeJS.ErrnoException;
  return new AppError(
    code,
    { zh, en },
    { status, retry: 'other-channel', cause, staffDetail: `${causeCode ?? cause.name}: ${cause.message}` },
  );
}
