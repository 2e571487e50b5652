import { integerOption } from '@app/platform';

/** Extra attempts on other channels after a failed one. */
export const RETRY_TIMES = integerOption('RetryTimes', 0, { min: 0, max: 20 });
