import { Injectable } from '@nestjs/common';
import type { AttemptOutcome } from '../channel.contract';

export interface ChannelActivity {
  /** Of the last success, undefined before the first. */
  latencyMs: number | undefined;
  consecutiveFailures: number;
}

/** What attempts of this process came to. Kept in memory only: it describes now, and a restart is a fresh look. */
@Injectable()
export class ChannelOutcomes {
  private readonly activities = new Map<number, ChannelActivity>();

  record(outcome: AttemptOutcome): void {
    let activity = this.activities.get(outcome.channelId);
    if (activity === undefined) {
      activity = { latencyMs: undefined, consecutiveFailures: 0 };
      this.activities.set(outcome.channelId, activity);
    }
    if (outcome.succeeded) {
      activity.latencyMs = Math.round(outcome.latencyMs);
      activity.consecutiveFailures = 0;
    } else {
      activity.consecutiveFailures++;
    }
  }

  of(channelId: number): Readonly<ChannelActivity> | undefined {
    return this.activities.get(channelId);
  }

  /** Forgets channels that are gone. */
  keepOnly(channelIds: ReadonlyMap<number, unknown>): void {
    for (const id of this.activities.keys()) if (!channelIds.has(id)) this.activities.delete(id);
  }
}
