import { Injectable } from '@nestjs/common';
import { ChannelSelector, type AttemptOutcome, type SelectionResult } from '@app/channel';
import type { AppError } from '@app/kernel';
import { CallLimits } from '../limits/application/call-limits';
import type { RelayCall } from './relay-call';
import { selectChannel } from './select-channel';

const NONE_FULL: ReadonlySet<number> = new Set();

/** Finds the channel for an attempt: one that is selected and within its limits. */
@Injectable()
export class ChooseChannel {
  constructor(
    private readonly selector: ChannelSelector,
    private readonly limits: CallLimits,
  ) {}

  /**
   * Channels at their limit are passed over, for this attempt only; when all are, the refusal of the one that has room again first
   * says so. Synchronous while the limits are counted in memory.
   */
  choose(call: RelayCall, issuer: number | undefined): SelectionResult | Promise<SelectionResult> {
    call.fullChannels = NONE_FULL;
    return this.next(call, issuer, undefined);
  }

  report(outcome: AttemptOutcome): void {
    this.selector.report(outcome);
  }

  private next(
    call: RelayCall,
    issuer: number | undefined,
    refusal: AppError | undefined,
  ): SelectionResult | Promise<SelectionResult> {
    let first = refusal;
    for (;;) {
      const selection = selectChannel(this.selector, call, issuer);
      if (!selection.ok) return first === undefined ? selection : { ok: false, error: first };
      const entered = this.limits.enterChannel(call, selection.channel);
      if (entered === undefined) return selection;
      const passOver = (full: AppError): void => {
        first = sooner(first, full);
        call.fullChannels = new Set(call.fullChannels).add(selection.channel.id);
      };
      if (entered instanceof Promise) {
        return entered.then((full) => {
          if (full === undefined) return selection;
          passOver(full);
          return this.next(call, issuer, first);
        });
      }
      passOver(entered);
    }
  }
}

function sooner(one: AppError | undefined, other: AppError): AppError {
  if (one === undefined) return other;
  return (other.retryAfterSeconds ?? Infinity) < (one.retryAfterSeconds ?? Infinity) ? other : one;
}
