import type { AppError } from '@app/kernel';
import type { RelayConfig } from '@app/platform';
import type { Attempt } from './attempt';
import type { RelayCall } from './relay-call';
import { RunningCall } from './running-call';

const LIMITS = {
  timeoutSeconds: 0,
  heartbeatSeconds: 0,
  idleTimeoutSeconds: 5,
  firstByteTimeoutSeconds: 10,
} as RelayConfig;

function running(limits: Partial<RelayConfig> = {}) {
  const reply = { wasActive: false, isWaitingForCaller: false, cut: jest.fn(), heartbeat: jest.fn() };
  const call = { reply, request: { isStream: true }, startedAtMs: 0, attemptStartedAtMs: 1_000 };
  const failures: AppError[] = [];
  const watched = new RunningCall(call as unknown as RelayCall, { ...LIMITS, ...limits }, (_, error) =>
    failures.push(error),
  );
  const attempt = { status: 0, wasHeard: false };
  watched.attempt = attempt as Attempt;
  const tickUntil = (fromMs: number, untilMs: number) => {
    for (let now = fromMs; now <= untilMs; now += 1_000) watched.onTick(now);
  };
  return { watched, reply, attempt, failures, tickUntil };
}

describe('watching a running call', () => {
  it('ends an attempt whose answer does not begin in time; another channel may try', () => {
    const { failures, tickUntil } = running();
    tickUntil(1_000, 11_000);
    expect(failures).toEqual([]);
    tickUntil(12_000, 12_000);
    expect(failures[0]).toMatchObject({ code: 'upstream_timeout', status: 504, retry: 'other-channel' });
  });

  it('ends an attempt that falls silent in the middle, counted from its last word', () => {
    const { attempt, failures, tickUntil } = running();
    attempt.status = 200;
    tickUntil(1_000, 5_000);
    attempt.wasHeard = true;
    tickUntil(6_000, 11_000);
    expect(failures).toEqual([]);
    tickUntil(12_000, 12_000);
    expect(failures[0]).toMatchObject({ code: 'upstream_timeout', status: 504 });
  });

  it('does not blame the upstream while the caller is slow, but cuts the caller in the end', () => {
    const { attempt, reply, failures, tickUntil } = running();
    attempt.status = 200;
    reply.isWaitingForCaller = true;
    tickUntil(1_000, 20_000);
    expect(failures).toEqual([]);
    expect(reply.cut).toHaveBeenCalled();
  });

  it('ends a call that takes too long as a whole, for good', () => {
    const { failures, tickUntil } = running({ timeoutSeconds: 3 });
    tickUntil(1_000, 4_000);
    expect(failures[0]).toMatchObject({ code: 'upstream_timeout', status: 504, retry: 'no' });
  });

  it('waits for ever where no limit is set', () => {
    const { attempt, failures, tickUntil } = running({ idleTimeoutSeconds: 0, firstByteTimeoutSeconds: 0 });
    tickUntil(1_000, 100_000);
    attempt.status = 200;
    tickUntil(101_000, 200_000);
    expect(failures).toEqual([]);
  });
});
