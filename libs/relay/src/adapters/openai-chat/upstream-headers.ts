import type { ChannelTarget } from '@app/channel';

/** Headers of a call, as undici's flat list. Only the channel decides them: nothing of the caller's is passed on. */
export function upstreamHeaders(channel: ChannelTarget, isStream: boolean): string[] {
  const headers = new Map<string, string>([
    ['content-type', 'application/json'],
    ['accept', isStream ? 'text/event-stream' : 'application/json'],
    // Compressed answers could not be passed through or read.
    ['accept-encoding', 'identity'],
    ['user-agent', 'chat-api'],
  ]);
  if (channel.key !== '') headers.set('authorization', `Bearer ${channel.key}`);
  if (channel.organization !== undefined) headers.set('openai-organization', channel.organization);
  for (const [name, value] of Object.entries(channel.headers)) headers.set(name.toLowerCase(), value);
  return [...headers].flat();
}
