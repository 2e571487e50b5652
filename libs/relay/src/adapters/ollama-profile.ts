import { NDJSON_FRAMING } from './ndjson-framing';
import { PLAIN_PROFILE } from './plain-profile';
import type { SpokenDialect } from './upstream-half';
import type { UpstreamProfile } from './upstream-profile';

const SPOKEN: readonly SpokenDialect[] = ['ollama-chat'];

/** Ollama's own protocol, whose streams are lines of JSON. The option `protocols` names its compatible ones. */
export const OLLAMA_PROFILE: UpstreamProfile = {
  ...PLAIN_PROFILE,
  dialects: () => SPOKEN,
  finish: ({ endpoint, body }) => ({
    body,
    headers: [],
    ...(endpoint === 'ollama-chat' && { framing: NDJSON_FRAMING }),
  }),
};
