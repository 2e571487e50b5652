import { SetMetadata } from '@nestjs/common';

export const CRITICAL_LIMIT = 'chat-api:critical-limit';

/** The route counts for the limit against guessing (20 in 20 minutes per address), one counter for all such routes. */
export const CriticalLimit = () => SetMetadata(CRITICAL_LIMIT, true);
