import { NDJSON_FRAMING } from './ndjson-framing';
import { PLAIN_PROFILE } from './plain-profile';
import { usable } from './upstream-halves';
import type { UpstreamProfile } from './upstream-profile';

/** Ollama's own protocol, whose streams are lines of JSON. The option `protocols` names its compatible ones. */
export const OLLAMA_PROFILE: UpstreamProfile = {
  ...PLAIN_PROFILE,
  dialects: () => usable('ollama-chat'),
  finish: ({ endpoint, body }) => ({
    body,
    headers: [],
    ...(endpoint === 'ollama-chat' && { framing: NDJSON_FRAMING }),
  }),
};
