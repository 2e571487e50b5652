import { booleanOption, integerOption } from '@app/platform';

/** Extra attempts on other channels after a failed one. */
export const RETRY_TIMES = integerOption('RetryTimes', 0, { min: 0, max: 20 });
/** An answer that says nothing is an error, and tried on another channel, as long as nothing went out. */
export const BLANK_REPLY_RETRY = booleanOption('BlankReplyRetryEnabled', true);
/** Calls of one process whose callers have left and whose answers are read to the end; more are stopped. */
export const DRAINED_CALLS_LIMIT = integerOption('DrainedCallsLimit', 256, { min: 0, max: 100_000 });
/** Seconds that such an answer may take from the moment its caller left. */
export const DRAIN_TIMEOUT = integerOption('DrainTimeout', 300, { min: 1, max: 86_400 });
