import type { Caller } from '@app/user';
import { EACH, type LimitRule, type SubjectKind } from './limit-rule';
import { matchModel } from './match-model';

/** A rule as it meets one call: the counter it has for it. */
export interface BoundLimit {
  readonly rule: LimitRule;
  /** Counter's name, without the calendar's period. */
  readonly key: string;
}

const NONE: readonly BoundLimit[] = Object.freeze([]);
/** Prices bound the names of models that calls come with; this bounds them where a price is for every name. */
const MOST_MODELS = 1_000;

type CallerFacts = Pick<Caller, 'userId' | 'tokenId' | 'group'>;

/**
 * The rules in force, prepared once per change and never altered. What applies to a caller and model is worked out once: after
 * that it is found by two look-ups.
 */
export class LimitIndex {
  private readonly bySubject = new Map<SubjectKind, Map<string, LimitRule[]>>();
  private readonly modelPatterns: readonly LimitRule[];
  private readonly ofCallers = new WeakMap<CallerFacts, Map<string, readonly BoundLimit[]>>();
  private readonly ofChannels = new Map<number, Map<string, readonly BoundLimit[]>>();
  private readonly hasCallRules: boolean;
  private readonly hasChannelRules: boolean;

  constructor(rules: readonly LimitRule[]) {
    this.modelPatterns = rules.filter(isModelPattern);
    for (const rule of rules) if (!isModelPattern(rule)) this.add(rule);
    this.hasChannelRules = this.bySubject.has('channel');
    this.hasCallRules = rules.some(({ subjectKind }) => subjectKind !== 'channel');
  }

  /** What has to pass before the call, whatever channel takes it. */
  ofCall(caller: CallerFacts, model: string): readonly BoundLimit[] {
    if (!this.hasCallRules) return NONE;
    let models = this.ofCallers.get(caller);
    if (models === undefined) this.ofCallers.set(caller, (models = new Map<string, readonly BoundLimit[]>()));
    return remembered(models, model, () => this.bindCall(caller, model));
  }

  /** What has to pass before this channel takes the call. */
  ofChannel(channelId: number, model: string): readonly BoundLimit[] {
    if (!this.hasChannelRules) return NONE;
    let models = this.ofChannels.get(channelId);
    if (models === undefined) this.ofChannels.set(channelId, (models = new Map<string, readonly BoundLimit[]>()));
    return remembered(models, model, () => this.bind('channel', String(channelId), model));
  }

  private add(rule: LimitRule): void {
    let subjects = this.bySubject.get(rule.subjectKind);
    if (subjects === undefined) this.bySubject.set(rule.subjectKind, (subjects = new Map<string, LimitRule[]>()));
    const rules = subjects.get(rule.subject);
    if (rules === undefined) subjects.set(rule.subject, [rule]);
    else rules.push(rule);
  }

  private bindCall({ userId, tokenId, group }: CallerFacts, model: string): readonly BoundLimit[] {
    return [
      ...this.bind('token', String(tokenId), model),
      ...this.bind('user', String(userId), model),
      ...this.bind('group', group, model),
      ...this.bind('model', model, model),
      ...this.modelPatterns
        .filter(({ subject }) => matchModel(subject, model))
        .map((rule) => ({ rule, key: keyOf(rule) })),
      ...this.bind('everyone', '', model),
    ];
  }

  private bind(kind: SubjectKind, subject: string, model: string): BoundLimit[] {
    const subjects = this.bySubject.get(kind);
    const named = subject === EACH ? [] : (subjects?.get(subject) ?? []);
    const each = subjects?.get(EACH) ?? [];
    return [...named.map((rule) => [rule, ''] as const), ...each.map((rule) => [rule, subject] as const)]
      .filter(([rule]) => rule.model === '' || matchModel(rule.model, model))
      .map(([rule, own]) => ({ rule, key: keyOf(rule, own, rule.model === EACH ? model : '') }));
  }
}

/** A pattern that several models share; EACH is none: it gives each model its own counter. */
function isModelPattern({ subjectKind, subject }: LimitRule): boolean {
  return subjectKind === 'model' && subject !== EACH && subject.includes('*');
}

/** Names are percent-encoded: no name may stand for another counter. A rule whose window is changed counts anew. */
export function keyOf({ id, metric, window }: LimitRule, subject = '', model = ''): string {
  const span = window.kind === 'rolling' ? window.seconds : window.kind === 'calendar' ? window.period : 'now';
  return [id, metric, span, encodeURIComponent(subject), encodeURIComponent(model)].join(':');
}

function remembered(
  known: Map<string, readonly BoundLimit[]>,
  model: string,
  bind: () => readonly BoundLimit[],
): readonly BoundLimit[] {
  let bound = known.get(model);
  if (bound !== undefined) return bound;
  bound = bind();
  if (known.size >= MOST_MODELS) known.clear();
  known.set(model, bound.length === 0 ? NONE : bound);
  return bound;
}
