import { AppError } from '@app/kernel';
import type { RelayConfig } from '@app/platform';
import type { Attempt } from './attempt';
import type { WatchedCall } from './call-watch';
import type { RelayCall } from './relay-call';

/** A call while it runs: what the clock may do to it. */
export class RunningCall implements WatchedCall {
  attempt: Attempt | undefined = undefined;
  private quietSince: number;
  private blockedSince = 0;

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
    const isDue = heartbeatSeconds > 0 && now - this.quietSince >= heartbeatSeconds * 1000;
    if (isDue && request?.isStream === true) {
      this.quietSince = now;
      reply.heartbeat();
    }
  }
}

function tooLong(seconds: number): AppError {
  return new AppError(
    'upstream_timeout',
    { zh: '请求超过了总时限', en: `The call took longer than ${seconds} s` },
    { status: 504 },
  );
}
