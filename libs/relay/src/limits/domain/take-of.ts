import type { Calendar, Money } from '@app/kernel';
import { SLOTS_PER_WINDOW, type Take } from '../counters/limit-store';
import type { BoundLimit } from './limit-index';
import type { LimitMetric } from './limit-rule';

/** What a call takes: as it is expected before it, as it was after it. */
export interface CallAmounts {
  tokens: number;
  money: Money;
}

export function takeOf({ rule, key }: BoundLimit, expected: CallAmounts, calendar: Calendar, nowMs: number): Take {
  const { metric, window, amount: limit } = rule;
  const amount = amountOf(metric, expected);
  switch (window.kind) {
    case 'none':
      return { key, kind: 'place', limit, amount, slotMs: 0, endsAtMs: 0 };
    case 'rolling':
      return { key, kind: 'amount', limit, amount, slotMs: slotWidthMs(window.seconds), endsAtMs: 0 };
    case 'calendar': {
      const { name, endsAtMs } = calendar.periodAt(window.period, nowMs);
      return { key: `${key}:${name}`, kind: 'amount', limit, amount, slotMs: 0, endsAtMs };
    }
  }
}

/** Requests and places are always one, however a call ends. */
export function amountOf(metric: LimitMetric, { tokens, money }: CallAmounts): bigint {
  if (metric === 'tokens') return BigInt(tokens);
  return metric === 'money' ? money : 1n;
}

function slotWidthMs(seconds: number): number {
  return Math.ceil((seconds * 1000) / SLOTS_PER_WINDOW);
}
