import fc from 'fast-check';
import { coveredShare } from './covered-share';
import { WINDOW_METRICS } from './plan-terms';

const money = (room: bigint) => ({ metric: 'money' as const, room });
const tokens = (room: bigint) => ({ metric: 'tokens' as const, room });
const requests = (room: bigint) => ({ metric: 'requests' as const, room });

describe('how a call is divided between plan and wallet', () => {
  it.each([
    ['all of it fits', 100n, 10n, [money(100n), tokens(10n), requests(1n)], 100n, [100n, 10n, 1n]],
    ['na#6911: the money is short', 100n, 10n, [money(30n), tokens(10n), requests(1n)], 30n, [30n, 3n, 1n]],
    ['the tokens are short', 100n, 10n, [money(100n), tokens(7n)], 70n, [70n, 7n]],
    ['begun tokens count', 100n, 3n, [money(50n), tokens(3n)], 50n, [50n, 2n]],
    ['the smallest of all decides', 100n, 10n, [money(60n), money(20n), tokens(5n)], 20n, [20n, 20n, 2n]],
    ['no request is left', 100n, 10n, [money(100n), requests(0n)], 0n, [0n, 0n]],
    ['a window is overdrawn', 100n, 10n, [money(-5n), tokens(10n)], 0n, [0n, 0n]],
    ['one token of many is worth less than the least money', 1n, 10n, [tokens(9n), requests(1n)], 0n, [0n, 0n]],
    ['what costs nothing still counts', 0n, 10n, [money(1n), tokens(4n), requests(2n)], 0n, [0n, 4n, 1n]],
    ['what costs nothing counts nowhere when a window is full', 0n, 10n, [money(0n), requests(2n)], 0n, [0n, 0n]],
    ['tokens are not known', 100n, 0n, [tokens(5n), requests(1n)], 100n, [0n, 1n]],
  ] as const)('%s', (_, cost, count, rooms, covered, takes) => {
    expect(coveredShare({ money: cost, tokens: count }, rooms)).toEqual({ money: covered, takes });
  });

  it('never takes more than a window has, never pays more than the call, and pays all of it when all windows have room', () => {
    const figure = fc.bigInt({ min: 0n, max: 10n ** 12n });
    const room = fc.record({
      metric: fc.constantFrom(...WINDOW_METRICS),
      room: fc.bigInt({ min: -5n, max: 10n ** 12n }),
    });
    fc.assert(
      fc.property(figure, figure, fc.array(room, { minLength: 1, maxLength: 5 }), (cost, count, rooms) => {
        const share = coveredShare({ money: cost, tokens: count }, rooms);
        expect(share.money >= 0n && share.money <= cost).toBe(true);
        share.takes.forEach((taken, i) => {
          const left = rooms[i]!.room > 0n ? rooms[i]!.room : 0n;
          expect(taken >= 0n && taken <= left).toBe(true);
        });
        const need = { money: cost, tokens: count, requests: 1n };
        if (rooms.every((window) => window.room > 0n && window.room >= need[window.metric]))
          expect(share.money).toBe(cost);
      }),
    );
  });
});
