import type { ChannelTarget } from '@app/channel';
import { AppError } from '@app/kernel';

/** The operator's fault: another channel may serve the call, and only staff learn what is missing. */
export function channelMisconfigured(channel: ChannelTarget, detail: string): AppError {
  return new AppError(
    'channel_misconfigured',
    { zh: '渠道配置不完整', en: 'The channel is not set up completely' },
    { status: 503, retry: 'other-channel', staffDetail: `channel #${channel.id}: ${detail}` },
  );
}
