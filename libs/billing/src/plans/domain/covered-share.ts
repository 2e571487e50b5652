import type { Money } from '@app/kernel';
import type { WindowMetric } from './plan-terms';

/** A call as its windows count it. */
export interface CallFigures {
  money: Money;
  tokens: bigint;
}

/** What one window has left for a call. */
export interface WindowRoom {
  metric: WindowMetric;
  /** May be negative where more was used than expected. */
  room: bigint;
}

export interface CoveredShare {
  /** What the plan pays; the rest of the money is the wallet's. */
  money: Money;
  /** What each window takes, in the order of the rooms; never more than it has left. */
  takes: readonly bigint[];
}

/**
 * Divides a call between plan and wallet: the plan pays as large a part of it as the tightest window has room for. Rounded
 * down, so that no window is overdrawn, and the wallet pays exactly what is left.
 */
export function coveredShare({ money, tokens }: CallFigures, rooms: readonly WindowRoom[]): CoveredShare {
  let covered = money;
  for (const { metric, room } of rooms) {
    const most = mostMoney(metric, room, money, tokens);
    if (most < covered) covered = most;
  }
  const isEmpty = covered === 0n && rooms.some(({ room }) => room <= 0n);
  return { money: covered, takes: rooms.map((window) => (isEmpty ? 0n : take(window))) };

  function take({ metric, room }: WindowRoom): bigint {
    if (metric === 'money') return covered;
    if (covered === 0n && money > 0n) return 0n;
    if (metric === 'requests') return 1n;
    if (money === 0n) return tokens < room ? tokens : room;
    // Up, so that tokens that were begun are counted; as the covered money was rounded down, this is at most the room.
    return (tokens * covered + money - 1n) / money;
  }
}

function mostMoney(metric: WindowMetric, room: bigint, money: Money, tokens: bigint): Money {
  if (room <= 0n) return 0n;
  switch (metric) {
    case 'money':
      return room;
    case 'requests':
      return money;
    case 'tokens':
      return tokens <= room ? money : (money * room) / tokens;
  }
}
