import { PLAIN_PROFILE } from './plain-profile';
import { usable } from './upstream-halves';
import type { UpstreamProfile } from './upstream-profile';

/** Cohere's own chat. */
export const COHERE_PROFILE: UpstreamProfile = { ...PLAIN_PROFILE, dialects: () => usable('cohere-chat') };
