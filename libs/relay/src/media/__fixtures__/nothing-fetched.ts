import type { InlineMedia } from '../inline-media';

/** For plans of requests in which nothing has to be fetched. */
export const NOTHING_FETCHED = { neededFor: () => [] } as unknown as InlineMedia;
