import { AppError } from '@app/kernel';
import type { AnswerReader } from '../adapters/answer-reader';
import type { Completion } from './completion-of';
import type { CallEvent } from './settlement-table';

/** What an attempt's error is to the settlement table. */
export function eventOf(error: AppError, reader: AnswerReader | undefined): CallEvent {
  if (error.code === 'gateway_shutting_down') return 'interrupted';
  if (error.code === EMPTY_ANSWER) return 'upstream-error';
  if (error.status === 504) return 'timeout';
  return reader === undefined ? 'upstream-error' : 'upstream-broken';
}

const EMPTY_ANSWER = 'upstream_empty_answer';

/** `staffDetail`: what became of the answer, when it was read on. */
export function callerGone(staffDetail = ''): AppError {
  return new AppError(
    'caller_gone',
    { zh: '客户端已断开连接', en: 'The caller closed the connection before the answer was complete' },
    { status: 499, ...(staffDetail !== '' && { staffDetail }) },
  );
}

export function emptyAnswer(): AppError {
  return new AppError(
    EMPTY_ANSWER,
    { zh: '上游返回了空的响应', en: 'The upstream sent an answer that says nothing' },
    { status: 502, retry: 'other-channel' },
  );
}

/** For the row of a complete answer that is not charged. The caller got it as it was. */
export function nothingSaid(completion: Completion): AppError {
  if (completion === 'filtered')
    return new AppError(
      'answer_filtered',
      { zh: '响应被内容过滤', en: 'A content filter left nothing of the answer' },
      { status: 200 },
    );
  if (completion === 'refusal')
    return new AppError('answer_refused', { zh: '模型拒绝回答', en: 'The model refused to answer' }, { status: 200 });
  return emptyAnswer();
}

export function internalError(cause: Error): AppError {
  return new AppError(
    'internal_error',
    { zh: '服务器内部错误', en: 'Internal error' },
    { status: 500, cause, staffDetail: cause.message },
  );
}
