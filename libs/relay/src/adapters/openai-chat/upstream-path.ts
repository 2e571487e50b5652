import type { ChannelTarget } from '@app/channel';
import type { OpenAiEndpoint } from './decode-request';

const PATHS: Record<OpenAiEndpoint, string> = {
  chat: '/v1/chat/completions',
  completions: '/v1/completions',
  embeddings: '/v1/embeddings',
};

const CUSTOM = 8;
const MINIMAX = 31;
const DOUBAO = 41;

export interface UpstreamAddress {
  origin: string;
  path: string;
}

/** Channel types that speak OpenAI's protocol. */
export const OPENAI_COMPATIBLE_TYPES: ReadonlySet<number> = new Set([
  0, 1, 2, 4, 5, 6, 7, 8, 9, 10, 12, 13, 19, 20, 22, 25, 26, 27, 29, 30, 31, 32, 34, 38, 39, 41, 43,
]);

/** Where a call of this kind goes on the channel. */
export function upstreamAddress(channel: ChannelTarget, endpoint: OpenAiEndpoint): UpstreamAddress {
  const base = new URL(channel.baseUrl);
  const { origin } = base;
  const prefix = base.pathname.replace(/\/+$/, '');
  switch (channel.type) {
    case CUSTOM:
      // The operator gave the full address of the endpoint.
      return { origin, path: `${base.pathname}${base.search}` };
    case MINIMAX:
      return { origin, path: endpoint === 'chat' ? `${prefix}/v1/text/chatcompletion_v2` : `${prefix}${PATHS[endpoint]}` };
    case DOUBAO:
      return { origin, path: `${prefix}/api/v3${PATHS[endpoint].slice('/v1'.length)}` };
    default:
      // Cloudflare's gateway and addresses that already end in /v1 must not get it twice.
      return base.hostname === 'gateway.ai.cloudflare.com' || prefix.endsWith('/v1')
        ? { origin, path: `${prefix}${PATHS[endpoint].slice('/v1'.length)}` }
        : { origin, path: `${prefix}${PATHS[endpoint]}` };
  }
}
