import type { OnDisconnect } from '@app/billing';
import type { ChannelTarget } from '@app/channel';

/** The channel's policy for callers who leave: its option `on_disconnect`. */
export function onDisconnectOf(channel: ChannelTarget | undefined): OnDisconnect {
  return channel?.config['on_disconnect'] === 'drain' ? 'drain' : 'cancel';
}
