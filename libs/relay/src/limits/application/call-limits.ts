import { Injectable } from '@nestjs/common';
import type { ChannelTarget } from '@app/channel';
import { Clock, type AppError } from '@app/kernel';
import type { RelayCall } from '../../pipeline/relay-call';
import { LimitStore, type TakeOutcome } from '../counters/limit-store';
import { channelRateLimit } from '../domain/channel-rate-limit';
import type { BoundLimit } from '../domain/limit-index';
import { amountOf, takeOf, type CallAmounts } from '../domain/take-of';
import { limitExceeded } from '../limit-errors';
import { limitHeaders } from '../limit-headers';
import { LimitsInForce } from './limits-in-force';
import type { LimitTicket } from './limit-ticket';

const NOTHING: CallAmounts = { tokens: 0, money: 0n };

/** Undefined = the call may go on, else why it may not. Synchronous while all counters are in memory. */
type Refusal = AppError | undefined | Promise<AppError | undefined>;

/**
 * The limits of calls: all that apply pass and are taken, or none is. Tokens and money take what is expected and are put right by
 * `end`, to which every end of a call comes once; see docs/limits.md.
 */
@Injectable()
export class CallLimits {
  constructor(
    private readonly inForce: LimitsInForce,
    private readonly store: LimitStore,
    private readonly clock: Clock,
  ) {}

  /** Limits of everything but the channel. */
  admit(call: RelayCall, expected: CallAmounts): Refusal {
    call.expected = expected;
    const limits = this.inForce.index.ofCall(call.caller!, call.servedModel || call.request!.model);
    if (limits.length === 0) return undefined;
    return this.take(call, limits, (ticket, outcome) => {
      if (ticket !== undefined) call.ticket = ticket;
      call.reply.limitHeaders = limitHeaders(
        limits.map(({ rule }, i) => ({ rule, level: outcome.levels[i]! })),
        call.request!.dialect,
        this.clock.now(),
      );
    });
  }

  /** Limits of the channel that shall take the call's next attempt. */
  enterChannel(call: RelayCall, channel: ChannelTarget): Refusal {
    const model = call.servedModel || call.request!.model;
    const rules = this.inForce.index.ofChannel(channel.id, model);
    const own = channelRateLimit(channel, model);
    const limits = own === undefined ? rules : [...rules, own];
    if (limits.length === 0) return undefined;
    return this.take(call, limits, (ticket) => {
      if (ticket !== undefined) call.channelTicket = ticket;
    });
  }

  /** After an attempt that came to nothing. */
  leaveChannel(call: RelayCall): void {
    const { channelTicket } = call;
    if (channelTicket === undefined) return;
    call.channelTicket = undefined;
    this.close(channelTicket, NOTHING);
  }

  /** The call is over; `used` is what it was charged for. Repeats do nothing. */
  end(call: RelayCall, used: CallAmounts = NOTHING): void {
    const { ticket, channelTicket } = call;
    call.ticket = undefined;
    call.channelTicket = undefined;
    if (channelTicket !== undefined) this.close(channelTicket, used);
    if (ticket !== undefined) this.close(ticket, used);
  }

  /** The call was refused by something else before anybody was asked: it does not count as a request either. */
  cancel(call: RelayCall): void {
    const { ticket } = call;
    if (ticket === undefined) return;
    call.ticket = undefined;
    this.close(ticket, NOTHING, true);
  }

  private take(
    call: RelayCall,
    limits: readonly BoundLimit[],
    note: (ticket: LimitTicket | undefined, outcome: TakeOutcome) => void,
  ): Refusal {
    const { requestId: callId } = call;
    const expected = call.expected!;
    const nowMs = this.clock.now();
    const takes = limits.map((limit) => takeOf(limit, expected, this.inForce.calendar, nowMs));
    const outcome = this.store.take(callId, takes);
    const receive = (taken: TakeOutcome): AppError | undefined => {
      const ticket = taken.ok ? { callId, atMs: taken.atMs, limits, takes, expected } : undefined;
      // The call ended while the counters were asked: nobody would close this.
      if (call.isSettled && ticket !== undefined) this.close(ticket, NOTHING, true);
      else note(ticket, taken);
      return taken.ok ? undefined : refusalOf(limits, taken);
    };
    return outcome instanceof Promise ? outcome.then(receive) : receive(outcome);
  }

  private close({ callId, atMs, limits, takes, expected }: LimitTicket, used: CallAmounts, isCancelled = false): void {
    const corrections = takes.map((take, i) => {
      const { metric } = limits[i]!.rule;
      const delta = isCancelled ? -take.amount : amountOf(metric, used) - amountOf(metric, expected);
      return { take, delta };
    });
    this.store.close(callId, atMs, corrections);
  }
}

/** Tells of the limit that takes longest to pass: before that a repeat is in vain. */
function refusalOf(limits: readonly BoundLimit[], { levels }: TakeOutcome): AppError {
  let at = 0;
  levels.forEach(({ waitMs }, i) => {
    if (waitMs > levels[at]!.waitMs) at = i;
  });
  const { waitMs } = levels[at]!;
  return limitExceeded(limits[at]!.rule, waitMs);
}
