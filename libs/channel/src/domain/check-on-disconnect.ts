import { channelFieldError } from './channel-field-error';

const POLICIES: readonly string[] = ['', 'cancel', 'drain'];

/** Refuses with 422 a config whose policy for callers who leave is none; money depends on it. */
export function checkOnDisconnect(config: Readonly<Record<string, string>>): void {
  if (POLICIES.includes(config['on_disconnect'] ?? '')) return;
  throw channelFieldError('config.on_disconnect', {
    zh: '必须为 cancel 或 drain',
    en: 'must be cancel or drain',
  });
}
