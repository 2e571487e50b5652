import { formatDuration } from './format-duration';

describe('formatDuration', () => {
  it.each([
    [0, '0 ms'],
    [420.4, '420 ms'],
    [1000, '1 s'],
    [3240, '3.2 s'],
    [125_400, '125 s'],
  ])('writes %p ms as %p', (durationMs, expected) => {
    expect(formatDuration(durationMs)).toBe(expected);
  });
});
