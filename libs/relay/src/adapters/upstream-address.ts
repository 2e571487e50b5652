import type { ChannelTarget } from '@app/channel';
import { modelPath } from './aws-bedrock/model-path';
import { isGeminiEndpoint, type Endpoint, type GeminiEndpoint } from './decode-call';
import type { UpstreamEndpoint } from './upstream-endpoint';
import type { UpstreamDialect } from '../model/dialect';
import { isUpstreamOnly } from './upstream-halves';

const PATHS: Record<Exclude<Endpoint, GeminiEndpoint>, string> = {
  chat: '/v1/chat/completions',
  completions: '/v1/completions',
  embeddings: '/v1/embeddings',
  responses: '/v1/responses',
  compact: '/v1/responses/compact',
  messages: '/v1/messages',
};

const CUSTOM = 8;
const MINIMAX = 31;
const DOUBAO = 41;

export interface UpstreamAddress {
  origin: string;
  path: string;
}

export interface AddressedCall {
  endpoint: UpstreamEndpoint;
  /** Name of the model upstream; Gemini has it in the path. */
  model: string;
  isStream: boolean;
}

/** Where a call of this kind goes on the channel. */
export function upstreamAddress(channel: ChannelTarget, { endpoint, model, isStream }: AddressedCall): UpstreamAddress {
  const base = new URL(channel.baseUrl);
  const { origin } = base;
  const prefix = base.pathname.replace(/\/+$/, '');
  if (isGeminiEndpoint(endpoint)) return { origin, path: geminiPath(prefix, model, geminiMethod(endpoint, isStream)) };
  if (isUpstreamOnly(endpoint)) return { origin, path: prefix + upstreamOnlyPath(endpoint, model, isStream) };
  switch (channel.type) {
    case CUSTOM:
      // The operator gave the full address of the endpoint.
      return { origin, path: `${base.pathname}${base.search}` };
    case MINIMAX:
      return {
        origin,
        path: endpoint === 'chat' ? `${prefix}/v1/text/chatcompletion_v2` : `${prefix}${PATHS[endpoint]}`,
      };
    case DOUBAO:
      return { origin, path: `${prefix}/api/v3${PATHS[endpoint].slice('/v1'.length)}` };
    default:
      // Cloudflare's gateway and addresses that already end in /v1 must not get it twice.
      return base.hostname === 'gateway.ai.cloudflare.com' || prefix.endsWith('/v1')
        ? { origin, path: `${prefix}${PATHS[endpoint].slice('/v1'.length)}` }
        : { origin, path: `${prefix}${PATHS[endpoint]}` };
  }
}

/** Calls of this kind have the model in their address, wherever they go. */
export function namesModelInPath(endpoint: UpstreamEndpoint): boolean {
  return isGeminiEndpoint(endpoint) || endpoint === 'bedrock-converse';
}

function upstreamOnlyPath(endpoint: UpstreamDialect, model: string, isStream: boolean): string {
  switch (endpoint) {
    case 'ollama-chat':
      return '/api/chat';
    case 'cohere-chat':
      return '/v2/chat';
    case 'bedrock-converse':
      return modelPath(model, isStream ? 'converse-stream' : 'converse');
  }
}

function geminiMethod(endpoint: GeminiEndpoint, isStream: boolean): string {
  switch (endpoint) {
    case 'generate':
      return isStream ? 'streamGenerateContent?alt=sse' : 'generateContent';
    case 'embed':
      return 'embedContent';
    case 'embedBatch':
      return 'batchEmbedContents';
  }
}

function geminiPath(prefix: string, model: string, method: string): string {
  const version = /\/v1(beta)?$/.test(prefix) ? '' : '/v1beta';
  const name = model.split('/').map(encodeURIComponent).join('/');
  return `${prefix}${version}/models/${name}:${method}`;
}
