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
    // Clocks go from midnight to one, or from one to midnight.
    ['day', 'America/Havana', '2026-03-08T04:30:00Z', '2026-03-07', '2026-03-08T05:00:00Z'],
    ['day', 'America/Havana', '2026-03-08T05:00:00Z', '2026-03-08', '2026-03-09T04:00:00Z'],
    ['day', 'America/Havana', '2026-11-01T04:30:00Z', '2026-11-01', '2026-11-02T05:00:00Z'],
    ['day', 'Africa/Cairo', '2026-04-23T21:59:59Z', '2026-04-23', '2026-04-23T22:00:00Z'],
  ] as const)('the %s in %s at %s began on %s and ends at %s', (period, zone, now, name, end) => {
    const calendar = new Calendar(zone);
    expect(calendar.periodAt(period, at(now))).toMatchObject({ name, endsAtMs: at(end) });
    // From memory as well.
    expect(calendar.periodAt(period, at(now))).toMatchObject({ name, endsAtMs: at(end) });
  });

  it('follow each other without a gap at every change of the clocks', () => {
    for (const zone of ['America/Havana', 'America/Santiago', 'Atlantic/Azores', 'Africa/Cairo', 'Asia/Beirut']) {
      const calendar = new Calendar(zone);
      for (let now = at('2026-01-01T00:00:00Z'); now < at('2027-01-01T00:00:00Z'); now += 1_800_000) {
        const { beginsAtMs, endsAtMs } = calendar.periodAt('day', now);
        if (now < beginsAtMs || now >= endsAtMs)
          throw new Error(`${zone}: ${new Date(now).toISOString()} is in no day`);
      }
    }
  });

  it('are not those of a zone that nobody knows', () => {
    expect(() => new Calendar('Mars/Olympus')).toThrow(RangeError);
  });
});
