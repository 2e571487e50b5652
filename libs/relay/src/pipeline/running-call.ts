import { AppError } from '@app/kernel';
import type { RelayConfig } from '@app/platform';
import type { Attempt } from './attempt';
import type { WatchedCall } from './call-watch';
import type { RelayCall } from './relay-call';

/** A call while it runs: what the clock may do to it. */
export class RunningCall implements WatchedCall {
  slot = -1;
  attempt: Attempt | undefined = undefined;
  private quietSince: number;
  private blockedSince = 0;
  private unheardSince = 0;

  constructor(
    readonly call: RelayCall,
    private readonly limits: RelayConfig,
    private readonly onDeadline: (running: RunningCall, error: AppError) => void,
  ) {
    this.quietSince = call.startedAtMs;
  }

  onTick(now: number): void {
    const { reply, request, startedAtMs } = this.call;
    const { timeoutSeconds, heartbeatSeconds, idleTimeoutSeconds } = this.limits;
    if (timeoutSeconds > 0 && now - startedAtMs > timeoutSeconds * 1000) {
      this.onDeadline(this, tooLong(timeoutSeconds));
      return;
    }
    if (reply.wasActive) {
      reply.wasActive = false;
      this.quietSince = now;
    }
    if (!reply.isWaitingForCaller) this.blockedSince = 0;
    else if (this.blockedSince === 0) this.blockedSince = now;
    else if (idleTimeoutSeconds > 0 && now - this.blockedSince > idleTimeoutSeconds * 1000) reply.cut();
    if (this.attempt !== undefined) this.watchUpstream(this.attempt, now);
    const isDue = heartbeatSeconds > 0 && now - this.quietSince >= heartbeatSeconds * 1000;
    if (isDue && request?.isStream === true) {
      this.quietSince = now;
      reply.heartbeat();
    }
  }

  /**
   * The upstream's silence, looked at once a second: timers of the client library, two for every call, cost more memory and
   * time than the rest of an attempt.
   */
  private watchUpstream(attempt: Attempt, now: number): void {
    const { call, limits } = this;
    if (attempt.status === 0) {
      this.unheardSince = 0;
      const isLate =
        limits.firstByteTimeoutSeconds > 0 && now - call.attemptStartedAtMs > limits.firstByteTimeoutSeconds * 1000;
      if (isLate) this.onDeadline(this, noAnswer());
      return;
    }
    // While the caller is slow the upstream is held back by us.
    if (attempt.wasHeard || this.unheardSince === 0 || call.reply.isWaitingForCaller) {
      attempt.wasHeard = false;
      this.unheardSince = now;
      return;
    }
    if (limits.idleTimeoutSeconds > 0 && now - this.unheardSince > limits.idleTimeoutSeconds * 1000)
      this.onDeadline(this, stoppedSending());
  }
}

function noAnswer(): AppError {
  return new AppError(
    'upstream_timeout',
    { zh: '上游响应超时', en: 'The upstream did not answer in time' },
    { status: 504, retry: 'other-channel' },
  );
}

function stoppedSending(): AppError {
  return new AppError(
    'upstream_timeout',
    { zh: '上游响应中断超时', en: 'The upstream stopped sending' },
    { status: 504, retry: 'other-channel' },
  );
}

function tooLong(seconds: number): AppError {
  return new AppError(
    'upstream_timeout',
    { zh: '请求超过了总时限', en: `The call took longer than ${seconds} s` },
    { status: 504 },
  );
}
