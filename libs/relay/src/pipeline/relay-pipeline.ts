import { Injectable, Logger } from '@nestjs/common';
import type { AttemptRecord, ReserveOutcome } from '@app/billing';
import { ChannelSelector, type ChannelTarget } from '@app/channel';
import { AppError, Clock } from '@app/kernel';
import { AppConfig, OptionStore } from '@app/platform';
import type { AnswerReader, WholeAnswer } from '../adapters/answer-reader';
import { nameUpstream } from '../adapters/thinking-suffix/name-upstream';
import { thinkingDialectOf } from '../adapters/upstream-dialects';
import { forgoProofs } from '../proofs/call-proofs';
import { mapTransportError } from '../transport/map-transport-error';
import { UpstreamConnections } from '../transport/upstream-connections';
import { AdmitRequest } from './admit-request';
import type { AttemptPlan } from './attempt-plan';
import { Attempt, type AttemptListener } from './attempt';
import { callerGone, emptyAnswer, eventOf, internalError } from './call-ends';
import { CallWatch } from './call-watch';
import { completionOf } from './completion-of';
import { DrainedCalls } from './drained-calls';
import { leaveOwner } from './leave-owner';
import type { RelayCall } from './relay-call';
import { BLANK_REPLY_RETRY, DRAIN_TIMEOUT, DRAINED_CALLS_LIMIT, RETRY_TIMES } from './relay-options';
import { RunningCall } from './running-call';
import { selectChannel } from './select-channel';
import { SettleCall } from './settle-call';
import { shouldRetry } from './should-retry';
import { lossHeader } from './tell-losses';
import { PlanAttempt } from './plan-attempt';

/** A little pause keeps a failing upstream from being hammered; jitter keeps callers from marching in step. */
const RETRY_PAUSE_MS = { least: 20, spread: 80 };
/** More than TokenCounter takes at most. */
const COUNTING_MS = 3_000;

/**
 * The way of a call: admit (price, reserve) → select a channel → upstream → hand back → settle. Only `attempt` may go round
 * again, and only before the first byte of an answer went out.
 */
@Injectable()
export class RelayPipeline implements AttemptListener {
  private readonly logger = new Logger('Relay');
  private readonly drained: DrainedCalls;

  constructor(
    private readonly admission: AdmitRequest,
    private readonly selector: ChannelSelector,
    private readonly plans: PlanAttempt,
    private readonly connections: UpstreamConnections,
    private readonly settlement: SettleCall,
    private readonly watch: CallWatch,
    private readonly options: OptionStore,
    private readonly config: AppConfig,
    private readonly clock: Clock,
  ) {
    options.register([RETRY_TIMES, BLANK_REPLY_RETRY, DRAINED_CALLS_LIMIT, DRAIN_TIMEOUT]);
    this.drained = new DrainedCalls(options, () => clock.now());
    watch.onEachTick((now) => {
      connections.prune(now);
      this.drained.tick(now);
    });
    settlement.onFault = (call, error) => this.crash(call, error);
  }

  /** Takes a decoded call of a known caller; from here on every end goes through `finish` or `refuse`. */
  start(call: RelayCall): void {
    const running = new RunningCall(call, this.config.relay, this.onDeadline);
    call.running = running;
    this.watch.add(running);
    call.reply.onGone = () => this.onCallerGone(call);
    this.guard(call, () => this.admit(call));
  }

  private admit(call: RelayCall): void {
    const outcome = this.admission.admit(call);
    if (outcome instanceof Promise) {
      outcome.then((later) => this.onAdmitted(call, later)).catch((error: Error) => this.crash(call, error));
    } else {
      this.onAdmitted(call, outcome);
    }
  }

  /** Ends every running call, for a shutdown whose patience is over. What they delivered may have to be counted first. */
  async interruptAll(error: AppError): Promise<void> {
    for (const running of this.watch.running) this.onDeadline(running as RunningCall, error);
    await this.watch.whenIdle(COUNTING_MS);
  }

  // What ends an attempt is called by connections: a fault here must end its own call and nothing else.
  onAnswer(call: RelayCall, answer: WholeAnswer): void {
    this.guard(call, () => this.answer(call, answer));
  }

  onStreamDone(call: RelayCall, reader: AnswerReader): void {
    this.guard(call, () => this.finishStream(call, reader));
  }

  private finishStream(call: RelayCall, reader: AnswerReader): void {
    if (this.isBlank(call, reader)) return call.running?.attempt?.fail(emptyAnswer());
    this.noteAttempt(call, undefined);
    call.reply.hold();
    this.settlement.streamed(call, reader, () => {
      call.reply.letGo();
      // Not every upstream closes after its last word.
      call.reply.endStream();
      call.onAnswered?.();
      if (call.saidBeforeLeaving === undefined) return;
      call.running?.attempt?.cancel();
      this.finish(call);
    });
  }

  onStreamEnd(call: RelayCall, reader: AnswerReader): void {
    this.guard(call, () => this.endStream(call, reader));
  }

  onFailure(call: RelayCall, error: AppError, reader: AnswerReader | undefined): void {
    this.guard(call, () => this.endFailed(call, error, reader));
  }

  private answer(call: RelayCall, answer: WholeAnswer): void {
    if (this.isBlank(call, answer)) return this.endFailed(call, emptyAnswer(), undefined);
    this.noteAttempt(call, undefined);
    // The answer itself may have lost something too.
    if (call.losses.length > 0) call.reply.lossHeader = lossHeader(call.losses);
    if (!call.reply.isGone) call.firstByteAtMs = this.clock.now();
    this.settlement.answered(call, answer, () => {
      call.reply.sendWhole(200, 'application/json', answer.body);
      call.onAnswered?.();
      this.finish(call);
    });
  }

  private endStream(call: RelayCall, reader: AnswerReader): void {
    if (!call.isSettled) {
      if (this.isBlank(call, reader)) return this.endFailed(call, emptyAnswer(), reader);
      // The upstream ended in good order but without the terminator that clients wait for.
      this.noteAttempt(call, undefined);
      this.settlement.streamed(call, reader, () => {
        call.reply.endStream(reader.closing);
        this.finish(call);
      });
    } else {
      call.reply.endStream();
      this.finish(call);
    }
  }

  private endFailed(call: RelayCall, error: AppError, reader: AnswerReader | undefined): void {
    if (call.isSettled) {
      // It broke after the upstream had said that it was done: the answer is complete.
      call.reply.endStream();
      this.finish(call);
      return;
    }
    this.noteAttempt(call, error);
    const isFreed = leaveOwner(call, error) || forgoProofs(call, error);
    if (isFreed || this.mayRetry(call, error)) {
      if (!isFreed) call.triedChannels = new Set(call.triedChannels).add(call.channel!.id);
      const pauseMs = RETRY_PAUSE_MS.least + Math.random() * RETRY_PAUSE_MS.spread;
      // Until the next attempt begins there is none that a deadline could end.
      if (call.running !== undefined) call.running.attempt = undefined;
      setTimeout(() => this.guard(call, () => this.attempt(call, error)), pauseMs);
      return;
    }
    if (call.saidBeforeLeaving !== undefined)
      return this.endLeft(call, reader, `its answer was read on: ${error.code}`);
    this.settlement.brokenOff(call, reader, error, eventOf(error, reader), () => {
      call.reply.sendError(error);
      this.finish(call);
    });
  }

  /** An answer that says nothing, while another channel may still be asked. */
  private isBlank(call: RelayCall, answer: WholeAnswer | AnswerReader): boolean {
    if (call.reply.hasAnswered || call.reply.isGone) return false;
    return completionOf(call, answer) === 'empty' && this.options.get(BLANK_REPLY_RETRY);
  }

  private onAdmitted(call: RelayCall, outcome: ReserveOutcome): void {
    // The caller left, or the time was up, while the accounts were being read: the reservation came too late.
    if (call.isSettled) return this.settlement.abandon(call);
    if (!outcome.ok) this.refuse(call, outcome.error);
    else this.attempt(call, undefined);
  }

  /** One round: select a channel and send the call there. `lastError` is what the round before ended with. */
  private attempt(call: RelayCall, lastError: AppError | undefined): void {
    if (call.isSettled) return;
    const selection = selectChannel(this.selector, call, this.plans.issuerOf(call));
    // With every channel tried, the last upstream's answer says more than "no channel".
    if (!selection.ok) return this.refuse(call, lastError ?? selection.error);
    const { channel } = selection;
    try {
      const plan = this.prepare(call, channel);
      if (plan instanceof Promise) {
        plan.then(
          (later) => this.guard(call, () => this.sendPrepared(call, channel, later)),
          (error: Error) => this.guard(call, () => this.failUnprepared(call, error, lastError)),
        );
      } else this.sendPrepared(call, channel, plan);
    } catch (error) {
      this.failUnprepared(call, error as Error, lastError);
    }
  }

  /** Later when something had to be fetched for it: an access token, a picture. */
  private prepare(call: RelayCall, channel: ChannelTarget): AttemptPlan | Promise<AttemptPlan> {
    const request = call.request!;
    call.channel = channel;
    const { model, suffix } = nameUpstream(channel, {
      requested: request.model,
      served: call.servedModel || request.model,
      dialectOf: () => thinkingDialectOf(channel, request.dialect, request.endpoint, request.model),
    });
    call.upstreamModel = model;
    call.suffix = suffix;
    call.attemptStartedAtMs = this.clock.now();
    return this.plans.plan(call, channel);
  }

  private sendPrepared(call: RelayCall, channel: ChannelTarget, plan: AttemptPlan): void {
    // The caller left, or the time was up, while the plan was being made.
    if (call.isSettled) return;
    try {
      this.send(call, channel, plan);
    } catch (error) {
      this.onFailure(call, mapTransportError(error as Error), undefined);
    }
  }

  private failUnprepared(call: RelayCall, error: Error, lastError: AppError | undefined): void {
    if (call.isSettled) return;
    // The request's own fault: no channel is to blame for it, and none was asked.
    if (error instanceof AppError && error.status === 400) this.refuse(call, lastError ?? error);
    else this.onFailure(call, mapTransportError(error), undefined);
  }

  private send(call: RelayCall, channel: ChannelTarget, plan: AttemptPlan): void {
    call.losses = plan.losses;
    call.reply.lossHeader = lossHeader(plan.losses);
    // From here on nothing may throw: only the attempt's end gives the connection back.
    const lease = this.connections.lease(plan.upstream.origin, channel.proxyUrl, this.watch.now);
    const attempt = new Attempt(
      call,
      plan,
      this,
      () => lease.release(this.watch.now),
      () => this.clock.now(),
    );
    call.running!.attempt = attempt;
    lease.send(plan.upstream, plan.body, attempt);
  }

  private mayRetry(call: RelayCall, error: AppError): boolean {
    return shouldRetry(error, {
      attemptsMade: call.attempts.length,
      retryTimes: this.options.get(RETRY_TIMES),
      isChannelForced: call.forcedChannelId !== undefined,
      hasAnswered: call.reply.hasAnswered,
      isCallerGone: call.reply.isGone,
    });
  }

  private noteAttempt(call: RelayCall, error: AppError | undefined): void {
    const channel = call.channel!;
    const status = call.running?.attempt?.status ?? 0;
    const durationMs = this.clock.now() - call.attemptStartedAtMs;
    const { id: channelId, name: channelName } = channel;
    const attempt: AttemptRecord = { channelId, channelName, status, durationMs };
    if (error !== undefined) attempt.error = error.code;
    call.attempts.push(attempt);
    this.selector.report({ channelId, succeeded: error === undefined, status, latencyMs: durationMs });
  }

  private onCallerGone(call: RelayCall): void {
    const attempt = call.running?.attempt;
    if (attempt !== undefined && !call.isSettled && this.drained.take(call, attempt)) return;
    attempt?.cancel();
    if (attempt !== undefined && !call.isSettled) return this.endLeft(call, attempt.streamReader);
    this.settlement.failed(call, callerGone(), 'caller-gone');
    this.finish(call);
  }

  private endLeft(call: RelayCall, reader: AnswerReader | undefined, staffDetail?: string): void {
    this.settlement.brokenOff(call, reader, callerGone(staffDetail), 'caller-gone', () => this.finish(call));
  }

  private readonly onDeadline = (running: RunningCall, error: AppError): void => {
    const { call, attempt } = running;
    if (attempt !== undefined) attempt.fail(error);
    else this.refuse(call, error);
  };

  private guard(call: RelayCall, work: () => void): void {
    try {
      work();
    } catch (error) {
      this.crash(call, error as Error);
    }
  }

  private refuse(call: RelayCall, error: AppError): void {
    this.settlement.failed(call, error);
    call.reply.sendError(error);
    this.finish(call);
  }

  private crash(call: RelayCall, error: Error): void {
    this.logger.error(`Call ${call.requestId} failed: ${error.stack ?? error.message}`);
    this.refuse(call, internalError(error));
  }

  private finish(call: RelayCall): void {
    const { running } = call;
    if (running === undefined) return;
    // A shutdown waits for calls that are watched, and so for their charges.
    if (call.counting !== undefined) return void call.counting.then(() => this.finish(call));
    call.running = undefined;
    if (call.saidBeforeLeaving !== undefined) this.drained.release(call);
    this.watch.remove(running);
  }
}
