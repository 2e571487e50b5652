import { AppError } from '@app/kernel';
import { effectiveBaseUrl } from '../domain/channel-types';
import type { ChannelColumns } from '../persistence/channel.repository';

/**
 * Stored secrets go wherever the channel points. Whoever may not see them may not send them to a host of his choice
 * either: a new address or proxy needs the key again.
 */
export function requireKeyForNewAddress(stored: ChannelColumns, changes: Partial<ChannelColumns>): void {
  const hasSecrets = stored.keyHint !== '' || stored.gcpAccount !== '' || stored.config !== '';
  if (!hasSecrets || changes.keySealed !== undefined || !isMoved(stored, { ...stored, ...changes })) return;
  throw new AppError(
    'channel.key_required',
    { zh: '修改地址或代理时必须重新填写密钥', en: 'A new address or proxy needs the key again' },
    { status: 422, param: 'key' },
  );
}

function isMoved(before: ChannelColumns, after: ChannelColumns): boolean {
  return before.proxyUrl !== after.proxyUrl || originOf(before) !== originOf(after);
}

function originOf({ type, baseUrl }: ChannelColumns): string {
  const url = effectiveBaseUrl(type, baseUrl);
  return URL.canParse(url) ? new URL(url).origin : url;
}
