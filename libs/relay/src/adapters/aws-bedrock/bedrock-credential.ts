import type { ChannelTarget } from '@app/channel';
import { channelMisconfigured } from '../channel-misconfigured';

/** Either an API key, or a pair that signs. */
export type BedrockCredential = { region: string } & (
  { apiKey: string } | { accessKeyId: string; secretAccessKey: string }
);

/** Names of regions: us-east-1, us-gov-west-1, cn-north-1. */
const REGION = /^[a-z]{2}(?:-[a-z]+)+-\d{1,2}$/;

const known = new WeakMap<ChannelTarget, BedrockCredential>();

/**
 * The options `ak`, `sk` and `region`, else the key: `ACCESS_KEY|SECRET|REGION`, or an API key, alone or with its region. The
 * region may come from the option in every form. Throws AppError for anything else.
 */
export function bedrockCredential(channel: ChannelTarget): BedrockCredential {
  let credential = known.get(channel);
  if (credential === undefined) known.set(channel, (credential = readCredential(channel)));
  return credential;
}

function readCredential(channel: ChannelTarget): BedrockCredential {
  const { config } = channel;
  const parts = channel.key.split('|').map((part) => part.trim());
  const last = parts.at(-1)!;
  const told = parts.length > 1 && REGION.test(last) ? parts.pop() : undefined;
  const region = config['region'] || told;
  if (region === undefined || !REGION.test(region))
    throw channelMisconfigured(channel, 'the region is missing or is none');
  const pair = config['ak'] ? [config['ak'], config['sk'] ?? ''] : parts;
  const [first, secret] = pair;
  if (!first || pair.length > 2 || secret === '') throw channelMisconfigured(channel, 'the key is not complete');
  return secret === undefined ? { region, apiKey: first } : { region, accessKeyId: first, secretAccessKey: secret };
}
