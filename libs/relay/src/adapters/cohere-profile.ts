import { PLAIN_PROFILE } from './plain-profile';
import type { SpokenDialect } from './upstream-half';
import type { UpstreamProfile } from './upstream-profile';

const SPOKEN: readonly SpokenDialect[] = ['cohere-chat'];

/** Cohere's own chat. */
export const COHERE_PROFILE: UpstreamProfile = { ...PLAIN_PROFILE, dialects: () => SPOKEN };
