import type { ChannelTarget } from '@app/channel';
import type { Dialect } from '../model/dialect';

const ANTHROPIC_VERSION = '2023-06-01';

/** Headers of the caller's that mean something to an upstream of his own dialect. */
export type PassedHeaders = Readonly<Record<string, string>>;

/**
 * Headers of a call, as undici's flat list. The channel decides them; of the caller's only those pass that switch features of
 * the dialect on.
 */
export function upstreamHeaders(
  channel: ChannelTarget,
  dialect: Dialect,
  isStream: boolean,
  passed: PassedHeaders,
): string[] {
  const headers = new Map<string, string>([
    ['content-type', 'application/json'],
    ['accept', isStream ? 'text/event-stream' : 'application/json'],
    // Compressed answers could not be passed through or read.
    ['accept-encoding', 'identity'],
    ['user-agent', 'chat-api'],
  ]);
  addKey(headers, channel, dialect);
  for (const [name, value] of Object.entries(passed)) headers.set(name, value);
  for (const [name, value] of Object.entries(channel.headers)) headers.set(name.toLowerCase(), value);
  return [...headers].flat();
}

function addKey(headers: Map<string, string>, channel: ChannelTarget, dialect: Dialect): void {
  const { key } = channel;
  switch (dialect) {
    case 'anthropic-messages':
      if (key !== '') headers.set('x-api-key', key);
      headers.set('anthropic-version', ANTHROPIC_VERSION);
      return;
    case 'gemini-generate':
      if (key !== '') headers.set('x-goog-api-key', key);
      return;
    default:
      if (key !== '') headers.set('authorization', `Bearer ${key}`);
      if (channel.organization !== undefined) headers.set('openai-organization', channel.organization);
  }
}
