import { nextQueryAt, ORDER_LIFE_SECONDS } from './query-schedule';

it('asks after 2 minutes, 10 minutes, 1 hour, then hourly, and last when the order ends', () => {
  const asked: number[] = [];
  for (let now = 0; now < ORDER_LIFE_SECONDS;) {
    now = nextQueryAt(0, now, ORDER_LIFE_SECONDS);
    asked.push(now);
  }
  expect(asked.slice(0, 5)).toEqual([120, 600, 3_600, 7_200, 10_800]);
  expect(asked.at(-1)).toBe(ORDER_LIFE_SECONDS);
});

it('never names a moment that is over', () => {
  expect(nextQueryAt(0, ORDER_LIFE_SECONDS + 5, ORDER_LIFE_SECONDS)).toBeGreaterThan(ORDER_LIFE_SECONDS + 5);
});
