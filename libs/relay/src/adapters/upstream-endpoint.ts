import { DIALECT_OF, type Endpoint } from './decode-call';
import type { UpstreamDialect } from '../model/dialect';
import type { SpokenDialect } from './upstream-half';
import { isUpstreamOnly } from './upstream-halves';

/** Kinds of calls as upstreams have them. Dialects that only they speak have one kind, named like the dialect. */
export type UpstreamEndpoint = Endpoint | UpstreamDialect;

/** Where a converted call goes. */
export const ENDPOINT_OF: Readonly<Record<SpokenDialect, UpstreamEndpoint>> = {
  'openai-chat': 'chat',
  'openai-responses': 'responses',
  'anthropic-messages': 'messages',
  'gemini-generate': 'generate',
  'bedrock-converse': 'bedrock-converse',
  'ollama-chat': 'ollama-chat',
  'cohere-chat': 'cohere-chat',
};

export function dialectAt(endpoint: UpstreamEndpoint): SpokenDialect {
  return isUpstreamOnly(endpoint) ? endpoint : DIALECT_OF[endpoint];
}
