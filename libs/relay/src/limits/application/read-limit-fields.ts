import { AppError, usdToMoney, type CalendarPeriod, type LocalText } from '@app/kernel';
import type { LimitRuleEntity } from '../../persistence/limit-rule.entity';
import { EACH, type LimitMetric, type SubjectKind } from '../domain/limit-rule';

/** A rule as people send it; absent = unchanged, or the default. */
export interface LimitInput {
  subject_kind?: SubjectKind;
  subject?: string;
  model?: string;
  metric?: LimitMetric;
  window_seconds?: number | null;
  period?: CalendarPeriod | null;
  amount?: number;
  amount_usd?: string;
  enabled?: boolean;
}

export type LimitFields = Pick<
  LimitRuleEntity,
  'subjectKind' | 'subject' | 'modelPattern' | 'metric' | 'windowSeconds' | 'period' | 'amount' | 'enabled'
>;

const LARGEST_AMOUNT = BigInt(Number.MAX_SAFE_INTEGER);
/** Kinds whose subjects are ids. */
const WITH_ID: readonly SubjectKind[] = ['user', 'token', 'channel'];

/** The rule that `input` makes of `stored`, or of nothing. Throws AppError 422 `limit.…_invalid` naming the field. */
export function readLimitFields(input: LimitInput, stored?: LimitFields): LimitFields {
  const subjectKind = input.subject_kind ?? stored?.subjectKind;
  const metric = input.metric ?? stored?.metric;
  if (subjectKind === undefined) throw invalid('subject_kind', '缺少限制对象类型', 'subject_kind is missing');
  if (metric === undefined) throw invalid('metric', '缺少限制指标', 'metric is missing');
  const isSameKind = stored?.subjectKind === subjectKind;
  return {
    subjectKind,
    subject: readSubject(subjectKind, input.subject ?? (isSameKind ? stored.subject : '')),
    modelPattern: readModel(subjectKind, input.model ?? stored?.modelPattern ?? ''),
    metric,
    ...readWindow(metric, input, stored),
    amount: readAmount(metric, input, stored),
    enabled: input.enabled ?? stored?.enabled ?? true,
  };
}

function readSubject(kind: SubjectKind, text: string): string {
  const subject = text.trim();
  if (kind === 'everyone') {
    if (subject !== '') throw invalid('subject', '限制全站时不能指定对象', 'a limit on everyone names no subject');
    return '';
  }
  if (subject === EACH) return subject;
  const isGood = WITH_ID.includes(kind) ? /^[1-9]\d{0,8}$/.test(subject) : subject !== '' && subject.length <= 191;
  if (isGood) return subject;
  throw invalid('subject', '限制对象必须为编号、名称或 *', `subject must be the ${kind}'s id or name, or *`);
}

function readModel(kind: SubjectKind, text: string): string {
  const model = text.trim();
  if (model === '') return '';
  if (kind === 'model') throw invalid('model', '限制模型时请使用 subject', 'a limit on a model names it as subject');
  return model;
}

function readWindow(
  metric: LimitMetric,
  input: LimitInput,
  stored: LimitFields | undefined,
): Pick<LimitFields, 'windowSeconds' | 'period'> {
  const isChanged = input.window_seconds !== undefined || input.period !== undefined;
  const windowSeconds = (isChanged ? input.window_seconds : stored?.windowSeconds) ?? null;
  const period = (isChanged ? input.period : stored?.period) ?? null;
  if (metric === 'concurrency') {
    if (isChanged && (windowSeconds !== null || period !== null))
      throw invalid('window_seconds', '并发限制没有时间窗口', 'concurrency has no window');
    return { windowSeconds: null, period: null };
  }
  if ((windowSeconds === null) === (period === null)) {
    throw invalid(
      'window_seconds',
      '必须且只能指定 window_seconds 或 period',
      'give either window_seconds or period, and not both',
    );
  }
  return { windowSeconds, period };
}

function readAmount(metric: LimitMetric, input: LimitInput, stored: LimitFields | undefined): bigint {
  const isKept = input.amount === undefined && input.amount_usd === undefined;
  // A number of calls is no sum of money.
  if (isKept && stored !== undefined && (stored.metric === 'money') === (metric === 'money')) return stored.amount;
  const amount = metric === 'money' ? usdToMoney(input.amount_usd ?? '') : wholeOf(input.amount);
  if (amount !== undefined && amount > 0n && amount <= LARGEST_AMOUNT) return amount;
  if (metric === 'money') {
    throw invalid(
      'amount_usd',
      '金额必须为大于 0 的十进制美元，最多 9 位小数，不超过 9007199.25',
      'amount_usd must be decimal dollars above 0, with at most 9 decimals and at most 9007199.25',
    );
  }
  throw invalid('amount', '数量必须为大于 0 的整数', 'amount must be a whole number above 0');
}

function wholeOf(amount: number | undefined): bigint | undefined {
  return Number.isSafeInteger(amount) ? BigInt(amount as number) : undefined;
}

function invalid(param: keyof LimitInput, zh: string, en: string): AppError {
  const text: LocalText = { zh, en };
  return new AppError(`limit.${param}_invalid`, text, { status: 422, param });
}
