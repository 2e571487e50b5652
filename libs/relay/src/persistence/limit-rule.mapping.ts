import type { LimitRule, LimitWindow } from '../limits/domain/limit-rule';
import type { LimitRuleEntity } from './limit-rule.entity';

export function toLimitRule(row: LimitRuleEntity): LimitRule {
  return {
    id: String(row.id),
    subjectKind: row.subjectKind,
    subject: row.subject,
    model: row.modelPattern,
    metric: row.metric,
    window: toWindow(row),
    amount: row.amount,
  };
}

function toWindow({ windowSeconds, period }: LimitRuleEntity): LimitWindow {
  if (period !== null) return { kind: 'calendar', period };
  return windowSeconds === null ? { kind: 'none' } : { kind: 'rolling', seconds: windowSeconds };
}
