import { formatTime } from './format-time';

describe('formatTime', () => {
  it('writes the time of the browser zone with leading zeros', () => {
    const local = new Date(2026, 0, 5, 7, 8, 9);
    expect(formatTime(local.getTime() / 1000)).toBe('2026-01-05 07:08:09');
  });
});
