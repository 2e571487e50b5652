import { CALENDAR_PERIODS, usdToMoney, type Money } from '@app/kernel';
import type { OVERFLOWS, PlanTerms, PlanWindow, WindowLength, WindowMetric } from './domain/plan-terms';
import { calendarOf } from './domain/window-period';
import { planTermsInvalid } from './plan-errors';

/** A window as people write it. */
export interface WindowWish {
  length: WindowLength;
  /** Absent = from the first use, for `term` the term. */
  anchor?: 'calendar' | 'first-use' | undefined;
  /** IANA name, for calendar windows; default Asia/Shanghai. */
  time_zone?: string | undefined;
  metric: WindowMetric;
  /** Tokens or requests. */
  limit?: number | undefined;
  /** Exact decimal dollars, for metric money. */
  limit_usd?: string | undefined;
}

export interface TermsWish {
  name: string;
  duration_days: number;
  group?: string | null | undefined;
  models?: string[] | undefined;
  channels?: number[] | undefined;
  windows: WindowWish[];
  overflow?: (typeof OVERFLOWS)[number] | undefined;
}

const USUAL_TIME_ZONE = 'Asia/Shanghai';
/** 100 million dollars, as everywhere in billing. */
const MOST_MONEY: Money = 10n ** 17n;

/** Terms that a plan can be sold on. Throws 422 `plan.terms_invalid` naming what cannot be. */
export function readWish(wish: TermsWish): PlanTerms {
  const name = wish.name.trim();
  if (name === '') throw planTermsInvalid('name', '套餐名称不能为空', 'The name must not be empty');
  const windows = wish.windows.map(readWindow);
  if (windows.length === 0) throw planTermsInvalid('windows', '至少需要一个限额窗口', 'At least one window is needed');
  if (new Set(windows.map(({ key }) => key)).size < windows.length)
    throw planTermsInvalid('windows', '限额窗口重复', 'Two windows have the same length, beginning and metric');
  return {
    name,
    durationDays: wish.duration_days,
    group: wish.group?.trim() || null,
    models: cleaned(wish.models ?? []),
    channels: [...new Set(wish.channels ?? [])],
    windows,
    overflow: wish.overflow ?? 'wallet',
  };
}

export function readPrice(text: string): Money {
  const price = usdToMoney(text);
  if (price === undefined || price < 0n || price > MOST_MONEY)
    throw planTermsInvalid('price_usd', '价格无效', 'The price must be dollars with at most nine decimals');
  return price;
}

function readWindow(wish: WindowWish): PlanWindow {
  const { length, metric } = wish;
  const limit = readLimit(wish);
  if (length === 'term') {
    if (wish.anchor !== undefined) throw anchorInvalid();
    return { key: `term-${metric}`, anchor: 'term', length, metric, limit };
  }
  const anchor = wish.anchor ?? 'first-use';
  const key = `${length}-${anchor}-${metric}`;
  if (anchor === 'first-use') return { key, anchor, length, metric, limit };
  const period = CALENDAR_PERIODS.find((name) => name === length);
  if (period === undefined) throw anchorInvalid();
  return { key, anchor, length: period, timeZone: readTimeZone(wish.time_zone), metric, limit };
}

function readLimit({ metric, limit, limit_usd }: WindowWish): bigint {
  if (metric === 'money') {
    const money = limit_usd === undefined ? undefined : usdToMoney(limit_usd);
    if (money === undefined || money <= 0n || money > MOST_MONEY || limit !== undefined)
      throw planTermsInvalid('windows', '金额窗口需要有效的 limit_usd', 'A window of money needs limit_usd, above 0');
    return money;
  }
  if (limit === undefined || limit_usd !== undefined)
    throw planTermsInvalid('windows', '该窗口需要 limit', `A window of ${metric} needs limit`);
  return BigInt(limit);
}

function readTimeZone(text = USUAL_TIME_ZONE): string {
  try {
    return calendarOf(text.trim()).timeZone;
  } catch {
    throw planTermsInvalid('windows', '时区无效', 'time_zone must be a name of the IANA time zone database');
  }
}

function anchorInvalid(): Error {
  const zh = '该窗口长度不支持此起点';
  return planTermsInvalid('windows', zh, 'Only day, week and month can follow the calendar, and a term has no anchor');
}

function cleaned(names: readonly string[]): string[] {
  return [...new Set(names.map((name) => name.trim()).filter((name) => name !== ''))];
}
