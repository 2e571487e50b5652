import { Calendar } from './calendar';

const at = (text: string) => Date.parse(text);

describe('calendar periods', () => {
  it.each([
    ['day', 'Asia/Shanghai', '2026-11-26T15:59:59Z', '2026-11-26', '2026-11-26T16:00:00Z'],
    ['day', 'Asia/Shanghai', '2026-11-26T16:00:00Z', '2026-11-27', '2026-11-27T16:00:00Z'],
    ['week', 'Asia/Shanghai', '2026-11-29T15:59:59Z', '2026-11-23', '2026-11-29T16:00:00Z'],
    ['week', 'UTC', '2026-11-30T00:00:00Z', '2026-11-30', '2026-12-07T00:00:00Z'],
    ['month', 'UTC', '2026-12-31T23:59:59Z', '2026-12-01', '2027-01-01T00:00:00Z'],
    ['month', 'America/New_York', '2026-03-01T05:00:00Z', '2026-03-01', '2026-04-01T04:00:00Z'],
    ['day', 'Europe/Berlin', '2026-03-29T12:00:00Z', '2026-03-29', '2026-03-29T22:00:00Z'],
    ['day', 'Europe/Berlin', '2026-10-25T12:00:00Z', '2026-10-25', '2026-10-25T23:00:00Z'],
  ] as const)('the %s in %s at %s began on %s and ends at %s', (period, zone, now, name, end) => {
    const calendar = new Calendar(zone);
    expect(calendar.periodAt(period, at(now))).toMatchObject({ name, endsAtMs: at(end) });
    // From memory as well.
    expect(calendar.periodAt(period, at(now))).toMatchObject({ name, endsAtMs: at(end) });
  });

  it('are not those of a zone that nobody knows', () => {
    expect(() => new Calendar('Mars/Olympus')).toThrow(RangeError);
  });
});
