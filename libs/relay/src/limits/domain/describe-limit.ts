import { moneyToUsd, type LocalText } from '@app/kernel';
import type { LimitMetric, LimitRule, LimitWindow, SubjectKind } from './limit-rule';

const SUBJECTS: Readonly<Record<SubjectKind, LocalText>> = {
  user: { zh: '当前用户', en: 'this account' },
  token: { zh: '当前令牌', en: 'this API key' },
  group: { zh: '当前分组', en: 'this group' },
  model: { zh: '该模型', en: 'this model' },
  channel: { zh: '该模型的所有渠道', en: 'all channels of this model' },
  everyone: { zh: '本站', en: 'this service' },
};

const METRICS: Readonly<Record<LimitMetric, (amount: bigint) => LocalText>> = {
  requests: (amount) => ({ zh: `${amount} 次请求`, en: `${amount} requests` }),
  tokens: (amount) => ({ zh: `${amount} 个 token`, en: `${amount} tokens` }),
  concurrency: (amount) => ({ zh: `${amount} 个并发请求`, en: `${amount} calls at a time` }),
  money: (amount) => ({ zh: `${moneyToUsd(amount)} 美元`, en: `${moneyToUsd(amount)} USD` }),
};

const PERIODS = {
  day: { zh: '每天', en: ' per day' },
  week: { zh: '每周', en: ' per week' },
  month: { zh: '每月', en: ' per month' },
};

const UNITS: readonly (LocalText & { seconds: number })[] = [
  { seconds: 86_400, zh: '天', en: 'd' },
  { seconds: 3_600, zh: '小时', en: 'h' },
  { seconds: 60, zh: '分钟', en: 'min' },
  { seconds: 1, zh: '秒', en: 's' },
];

/** e.g. `60 requests per 1 min for this account`. */
export function describeLimit({ subjectKind, model, metric, window, amount }: LimitRule): LocalText {
  const subject = SUBJECTS[subjectKind];
  const count = METRICS[metric](amount);
  const span = spanOf(window);
  return {
    zh: `${subject.zh}${model === '' ? '' : '（按模型）'}${span.zh}最多 ${count.zh}`,
    en: `${count.en}${span.en} for ${subject.en}${model === '' ? '' : ' with this model'}`,
  };
}

function spanOf(window: LimitWindow): LocalText {
  if (window.kind === 'none') return { zh: '', en: '' };
  if (window.kind === 'calendar') return PERIODS[window.period];
  const unit = UNITS.find(({ seconds }) => window.seconds % seconds === 0)!;
  const count = window.seconds / unit.seconds;
  return { zh: `每 ${count} ${unit.zh}`, en: ` per ${count} ${unit.en}` };
}
