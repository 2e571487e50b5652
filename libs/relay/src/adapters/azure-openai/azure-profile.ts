import type { ChannelTarget } from '@app/channel';
import { channelMisconfigured } from '../channel-misconfigured';
import type { UpstreamEndpoint } from '../upstream-endpoint';
import type { AddressedCall, UpstreamAddress } from '../upstream-address';
import type { SpokenDialect } from '../upstream-half';
import { channelHeaders } from '../upstream-headers';
import type { UpstreamProfile } from '../upstream-profile';

/** The last version of the dated API that is no preview. Its successor has no dates, and is asked for by name. */
const DEFAULT_VERSION = '2024-10-21';
/** The first that has Responses. */
const RESPONSES_SINCE = '2025-03-01';

const TASKS: Readonly<Partial<Record<UpstreamEndpoint, string>>> = {
  chat: 'chat/completions',
  completions: 'completions',
  embeddings: 'embeddings',
  responses: 'responses',
};

const CHAT: readonly SpokenDialect[] = ['openai-chat'];
const CHAT_AND_RESPONSES: readonly SpokenDialect[] = ['openai-chat', 'openai-responses'];

/**
 * Azure OpenAI: a deployment of a model is what is called. Dated versions of the API have it in the address, the undated one
 * (`v1`) in the body, as OpenAI has.
 */
export const AZURE_PROFILE: UpstreamProfile = {
  dialects: (channel) => {
    const version = versionOf(channel);
    return isUndated(channel, version) || version >= RESPONSES_SINCE ? CHAT_AND_RESPONSES : CHAT;
  },
  hasModelInPath: true,
  address: azureAddress,
  headers: (channel, { isStream }) => channelHeaders(channel, isStream, [['api-key', channel.key]]),
};

function azureAddress(channel: ChannelTarget, { endpoint, model }: AddressedCall): UpstreamAddress {
  const task = TASKS[endpoint];
  if (task === undefined) throw channelMisconfigured(channel, `no address for ${endpoint}`);
  if (!URL.canParse(channel.baseUrl)) throw channelMisconfigured(channel, 'base_url is missing');
  const { origin, pathname, hostname } = new URL(channel.baseUrl);
  const prefix = pathname.replace(/\/+$/, '').replace(/\/openai(?:\/v1)?$/, '');
  const version = versionOf(channel);
  if (isUndated(channel, version)) {
    const query = version === 'preview' || version === 'latest' ? `?api-version=${version}` : '';
    return { origin, path: `${prefix}/openai/v1/${task}${query}` };
  }
  const query = `?api-version=${encodeURIComponent(version)}`;
  // Responses name the deployment in the body, whatever the version.
  if (endpoint === 'responses') return { origin, path: `${prefix}/openai/responses${query}` };
  const deployment = encodeURIComponent(deploymentOf(model));
  // Cloudflare's gateway has account and resource in its own prefix.
  const folder = hostname === 'gateway.ai.cloudflare.com' ? '' : '/openai/deployments';
  return { origin, path: `${prefix}${folder}/${deployment}/${task}${query}` };
}

/** `other` is folded into `api_version` by the channel library. */
function versionOf({ config }: ChannelTarget): string {
  return config['api_version'] || DEFAULT_VERSION;
}

function isUndated({ config, baseUrl }: ChannelTarget, version: string): boolean {
  if (!config['api_version'] && /\/openai\/v1\/*$/.test(baseUrl)) return true;
  return !/^\d{4}-/.test(version);
}

/** Deployments could not have dots in their names when most of them were made. */
function deploymentOf(model: string): string {
  return /^gpt-4\.[15]/.test(model) ? model : model.replaceAll('.', '');
}
