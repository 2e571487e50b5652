import type { CalendarPeriod } from '@app/kernel';
import type { PlanWindow } from './plan-terms';
import { periodAt } from './window-period';

const at = (text: string) => Date.parse(text) / 1000;
const TERM = { startsAt: at('2026-03-01T00:00:00Z'), endsAt: at('2026-03-31T00:00:00Z') };
const calendar = (length: CalendarPeriod, timeZone: string): PlanWindow => ({
  key: 'w',
  metric: 'money',
  limit: 1n,
  anchor: 'calendar',
  length,
  timeZone,
});
const firstUse = (length: '5h' | CalendarPeriod): PlanWindow => ({
  key: 'w',
  metric: 'money',
  limit: 1n,
  anchor: 'first-use',
  length,
});

describe('periods of windows', () => {
  it.each([
    // Days of 23 and 25 hours.
    ['day', 'Europe/Berlin', '2026-03-29T12:00:00Z', '2026-03-28T23:00:00Z', '2026-03-29T22:00:00Z'],
    ['day', 'Europe/Berlin', '2026-10-25T12:00:00Z', '2026-10-24T22:00:00Z', '2026-10-25T23:00:00Z'],
    // A day without a midnight: Cairo's clocks go from 0:00 to 1:00.
    ['day', 'Africa/Cairo', '2026-04-24T09:00:00Z', '2026-04-23T22:00:00Z', '2026-04-24T21:00:00Z'],
    ['day', 'Africa/Cairo', '2026-04-23T21:59:59Z', '2026-04-22T22:00:00Z', '2026-04-23T22:00:00Z'],
    ['week', 'America/New_York', '2026-03-08T12:00:00Z', '2026-03-02T05:00:00Z', '2026-03-09T04:00:00Z'],
    ['month', 'Asia/Shanghai', '2026-02-28T15:59:59Z', '2026-01-31T16:00:00Z', '2026-02-28T16:00:00Z'],
    ['month', 'Asia/Shanghai', '2026-02-28T16:00:00Z', '2026-02-28T16:00:00Z', '2026-03-31T16:00:00Z'],
  ] as const)('the %s in %s at %s is from %s to %s', (length, zone, now, startsAt, endsAt) => {
    expect(periodAt(calendar(length, zone), at(now), TERM)).toEqual({ startsAt: at(startsAt), endsAt: at(endsAt) });
  });

  it.each([
    ['5h', 5 * 3_600],
    ['day', 86_400],
    ['week', 7 * 86_400],
    ['month', 30 * 86_400],
  ] as const)('%s from the first use is %i seconds long, whatever the clocks do', (length, seconds) => {
    const now = at('2026-03-29T00:30:00Z');
    expect(periodAt(firstUse(length), now, TERM)).toEqual({ startsAt: now, endsAt: now + seconds });
  });

  it('a term is that of the subscription', () => {
    const term: PlanWindow = { key: 'w', metric: 'money', limit: 1n, anchor: 'term', length: 'term' };
    expect(periodAt(term, at('2026-03-15T00:00:00Z'), TERM)).toEqual(TERM);
  });
});
