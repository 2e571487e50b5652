import type { ChannelTarget } from '@app/channel';
import { keyOf, type BoundLimit } from './limit-index';
import { EACH, type LimitRule } from './limit-rule';

/** The limit that a channel's form sets (`rate_limit_count`): calls per minute, each model by itself. */
export function channelRateLimit({ id, requestsPerMinute }: ChannelTarget, model: string): BoundLimit | undefined {
  if (requestsPerMinute === undefined) return undefined;
  const rule: LimitRule = {
    id: `channel-${id}`,
    subjectKind: 'channel',
    subject: String(id),
    model: EACH,
    metric: 'requests',
    window: { kind: 'rolling', seconds: 60 },
    amount: BigInt(requestsPerMinute),
  };
  return { rule, key: keyOf(rule, '', model) };
}
