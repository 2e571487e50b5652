import type { AppError } from '@app/kernel';

export interface RetryState {
  attemptsMade: number;
  /** Option RetryTimes: extra attempts after the first. */
  retryTimes: number;
  /** An administrator chose the channel: another one would answer a different question. */
  isChannelForced: boolean;
  /** Bytes of an answer went out. */
  hasAnswered: boolean;
  isCallerGone: boolean;
}

/** Whether a failed attempt is followed by one on another channel. Faults of the caller or of ourselves never are. */
export function shouldRetry(error: AppError, state: RetryState): boolean {
  if (error.retry !== 'other-channel') return false;
  if (state.isCallerGone || state.hasAnswered || state.isChannelForced) return false;
  return state.attemptsMade <= state.retryTimes;
}
