import type { EndState } from '@app/billing';
import { AppError } from '@app/kernel';
import type { AnswerReader } from '../adapters/answer-reader';

/** How an attempt's error ends the call, as the log has it. */
export function endStateOf(error: AppError, reader: AnswerReader | undefined): EndState {
  if (error.code === 'gateway_shutting_down') return 'interrupted';
  if (error.status === 504) return 'timeout';
  return reader === undefined ? 'upstream-error' : 'upstream-broken';
}

export function callerGone(): AppError {
  return new AppError(
    'caller_gone',
    { zh: '客户端已断开连接', en: 'The caller closed the connection before the answer was complete' },
    { status: 499 },
  );
}

export function internalError(cause: Error): AppError {
  return new AppError(
    'internal_error',
    { zh: '服务器内部错误', en: 'Internal error' },
    { status: 500, cause, staffDetail: cause.message },
  );
}
