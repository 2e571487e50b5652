import { AppError } from '@app/kernel';
import { effectiveBaseUrl } from '../domain/channel-types';
import type { ChannelColumns } from '../persistence/channel.repository';

/**
 * Stored secrets go wherever the channel points. Whoever may not see them may not send them to a host of his choice
 * either: a new address or proxy needs the key again, and the credentials among the extra headers (`keepsHeaderSecrets` = some
 * were not given again).
 */
export function requireKeyForNewAddress(
  stored: ChannelColumns,
  changes: Partial<ChannelColumns>,
  keepsHeaderSecrets: boolean,
): void {
  if (!isMoved(stored, { ...stored, ...changes })) return;
  const hasSecrets = stored.keyHint !== '' || stored.gcpAccount !== '' || stored.config !== '';
  if (hasSecrets && changes.keySealed === undefined) {
    throw required('key', '密钥', 'the key');
  }
  if (keepsHeaderSecrets) throw required('headers', '请求头中的凭据', 'the credentials among the headers');
}

function required(param: string, zh: string, en: string): AppError {
  return new AppError(
    'channel.key_required',
    { zh: `修改地址或代理时必须重新填写${zh}`, en: `A new address or proxy needs ${en} again` },
    { status: 422, param },
  );
}

function isMoved(before: ChannelColumns, after: ChannelColumns): boolean {
  return before.proxyUrlSealed !== after.proxyUrlSealed || originOf(before) !== originOf(after);
}

function originOf({ type, baseUrl }: ChannelColumns): string {
  const url = effectiveBaseUrl(type, baseUrl);
  return URL.canParse(url) ? new URL(url).origin : url;
}
