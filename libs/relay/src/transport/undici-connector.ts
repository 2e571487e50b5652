import type { buildConnector } from 'undici';
// @ts-expect-error: undici has types for its index only, which loads all of it and, by asking for the global `Headers`, Node's
// own copy of it as well. That is 15 MB for the one function that every call needs.
import connector from 'undici/lib/core/connect.js';

/** `buildConnector` by itself. */
export const undiciConnector = connector as typeof buildConnector;
