import type { ChannelTarget } from '@app/channel';
import type { SpokenDialect } from './upstream-half';

const ANTHROPIC_VERSION = '2023-06-01';

/** Headers of the caller's that mean something to an upstream of his own dialect. */
export type PassedHeaders = Readonly<Record<string, string>>;

/**
 * Headers of a call, as undici's flat list. The channel decides them; of the caller's only those pass that switch features of
 * the dialect on.
 */
export function upstreamHeaders(
  channel: ChannelTarget,
  dialect: SpokenDialect,
  isStream: boolean,
  passed: PassedHeaders,
): string[] {
  return channelHeaders(channel, isStream, [...keyHeaders(channel, dialect), ...Object.entries(passed)]);
}

/** What every call has, then `own`, then the channel's, each going before what was there. Empty values are left out. */
export function channelHeaders(
  channel: ChannelTarget,
  isStream: boolean,
  own: readonly (readonly [name: string, value: string])[],
): string[] {
  const headers = new Map<string, string>([
    ['content-type', 'application/json'],
    ['accept', isStream ? 'text/event-stream' : 'application/json'],
    // Compressed answers could not be passed through or read.
    ['accept-encoding', 'identity'],
    ['user-agent', 'chat-api'],
  ]);
  for (const [name, value] of own) if (value !== '') headers.set(name, value);
  for (const [name, value] of Object.entries(channel.headers)) headers.set(name.toLowerCase(), value);
  return [...headers].flat();
}

function keyHeaders({ key, organization }: ChannelTarget, dialect: SpokenDialect): [string, string][] {
  switch (dialect) {
    case 'anthropic-messages':
      return [
        ['x-api-key', key],
        ['anthropic-version', ANTHROPIC_VERSION],
      ];
    case 'gemini-generate':
      return [['x-goog-api-key', key]];
    default:
      return [
        ['authorization', key === '' ? '' : `Bearer ${key}`],
        ['openai-organization', organization ?? ''],
      ];
  }
}
