import { AppError, type RetryHint } from '@app/kernel';
import { shouldRetry, type RetryState } from './should-retry';

const STATE: RetryState = {
  attemptsMade: 1,
  retryTimes: 2,
  isChannelForced: false,
  hasAnswered: false,
  isCallerGone: false,
};
const error = (retry: RetryHint) => new AppError('e', { zh: '', en: '' }, { retry });

describe('another attempt', () => {
  it.each([
    ['after a failure of the channel', 'other-channel', {}, true],
    ['not after a fault of the caller or our own', 'no', {}, false],
    ['not beyond RetryTimes', 'other-channel', { attemptsMade: 3 }, false],
    ['not when retries are off', 'other-channel', { retryTimes: 0 }, false],
    ['not when an administrator chose the channel', 'other-channel', { isChannelForced: true }, false],
    ['not once a byte of an answer went out', 'other-channel', { hasAnswered: true }, false],
    ['not when the caller is gone', 'other-channel', { isCallerGone: true }, false],
  ] as [string, RetryHint, Partial<RetryState>, boolean][])('%s', (_, hint, state, expected) => {
    expect(shouldRetry(error(hint), { ...STATE, ...state })).toBe(expected);
  });
});
