import type { ChannelTarget } from '@app/channel';
import { channelMisconfigured } from '../channel-misconfigured';
import type { Endpoint } from '../decode-call';
import { hostedBody, takenBetas } from '../hosted-claude';
import type { AddressedCall, UpstreamAddress } from '../upstream-address';
import type { SpokenDialect } from '../upstream-half';
import { channelHeaders } from '../upstream-headers';
import type { FinishedCall, PreparedCall, ProfileTools, UpstreamProfile } from '../upstream-profile';
import { vertexCredential } from './vertex-credential';
import { isClaude } from './vertex-model';
import { locationOf, modelPath, vertexUrl } from './vertex-place';

const CLAUDE_VERSION = 'vertex-2023-10-16';
const MESSAGES: readonly SpokenDialect[] = ['anthropic-messages'];
const GENERATE: readonly SpokenDialect[] = ['gemini-generate'];

/** Google Vertex: Claude in Anthropic's words, Gemini in its own, both by a project's access token. */
export const VERTEX_PROFILE: UpstreamProfile = {
  dialects: ({ modelMapping }, model) => (isClaude(modelMapping.get(model) ?? model) ? MESSAGES : GENERATE),
  // Embeddings have another form here than with Gemini's own API.
  lacks: new Set<Endpoint>(['embed', 'embedBatch']),
  hasModelInPath: true,
  address: vertexAddress,
  headers: (channel, { isStream }, passed) =>
    channelHeaders(channel, isStream, [['anthropic-beta', takenBetas(channel, passed['anthropic-beta']).join(',')]]),
  finish: finishCall,
};

function vertexAddress(channel: ChannelTarget, { endpoint, model, isStream }: AddressedCall): UpstreamAddress {
  const location = locationOf(channel, model);
  const { origin, pathname } = new URL(vertexUrl(channel, location));
  return { origin, path: pathname.replace(/\/+$/, '') + modelPath(channel, location, model) + method() };

  function method(): string {
    switch (endpoint) {
      case 'messages':
        return isStream ? ':streamRawPredict' : ':rawPredict';
      case 'generate':
        return isStream ? ':streamGenerateContent?alt=sse' : ':generateContent';
      default:
        throw channelMisconfigured(channel, `no address for ${endpoint}`);
    }
  }
}

function finishCall(call: PreparedCall, { tokens }: ProfileTools): FinishedCall | Promise<FinishedCall> {
  const shaped =
    call.endpoint === 'messages'
      ? hostedBody(call.channel, call.body, ['model'], { anthropic_version: CLAUDE_VERSION })
      : { body: call.body };
  const credential = vertexCredential(call.channel);
  if ('token' in credential) return { ...shaped, headers: bearer(credential.token) };
  const { grant } = credential;
  const finished = (token: string): FinishedCall => ({
    ...shaped,
    headers: bearer(token),
    onUnauthorized: () => tokens.forget(grant, token),
  });
  const token = tokens.tokenFor(grant);
  return typeof token === 'string' ? finished(token) : token.then(finished);
}

function bearer(token: string): string[] {
  return ['authorization', `Bearer ${token}`];
}
