import { Logger } from '@nestjs/common';
import type { ReserveOutcome, UsageMeter } from '@app/billing';
import type { ChannelSelector, ChannelTarget } from '@app/channel';
import { SystemClock } from '@app/kernel';
import type { AppConfig, OptionStore } from '@app/platform';
import type { UpstreamConnections } from '../transport/upstream-connections';
import type { AdmitRequest } from './admit-request';
import type { CallWatch } from './call-watch';
import type { PlanAttempt } from './plan-attempt';
import { RelayCall } from './relay-call';
import { RelayPipeline } from './relay-pipeline';
import type { ReplyWriter } from './reply-writer';
import { SettleCall } from './settle-call';

describe('the pipeline (real: pipeline and settling; faked: everything they talk to)', () => {
  it('gives back a reservation that comes after the caller has left, and calls no upstream', async () => {
    let admit!: (outcome: ReserveOutcome) => void;
    const outcome = new Promise<ReserveOutcome>((resolve) => (admit = resolve));
    const released: string[] = [];
    const meter = { release: ({ endState }: { endState: string }) => released.push(endState) } as unknown as UsageMeter;
    const select = jest.fn();
    const pipeline = new RelayPipeline(
      { admit: () => outcome } as unknown as AdmitRequest,
      { select } as unknown as ChannelSelector,
      {} as PlanAttempt,
      {} as UpstreamConnections,
      new SettleCall(meter, new SystemClock()),
      { add: () => undefined, remove: () => undefined, onEachTick: () => undefined } as unknown as CallWatch,
      { register: () => undefined } as unknown as OptionStore,
      { relay: {} } as AppConfig,
      new SystemClock(),
    );
    const reply = { isGone: false, onGone: undefined as (() => void) | undefined };
    const call = new RelayCall('id', 0, '', reply as unknown as ReplyWriter);
    pipeline.start(call);
    reply.isGone = true;
    reply.onGone!();
    expect(released).toEqual(['caller-gone']);
    admit({ ok: true });
    await outcome;
    await Promise.resolve();
    expect(released).toEqual(['caller-gone', 'caller-gone']);
    expect(select).not.toHaveBeenCalled();
  });

  it('ends a call, and only it, when a fault of ours comes up while its answer is handed on', () => {
    jest.spyOn(Logger.prototype, 'error').mockImplementation(() => undefined);
    const meter = {
      settle: () => {
        throw new Error('fault');
      },
      release: () => undefined,
    } as unknown as UsageMeter;
    const remove = jest.fn();
    const pipeline = new RelayPipeline(
      { admit: () => new Promise(() => undefined) } as unknown as AdmitRequest,
      { report: () => undefined } as unknown as ChannelSelector,
      {} as PlanAttempt,
      {} as UpstreamConnections,
      new SettleCall(meter, new SystemClock()),
      { add: () => undefined, remove, onEachTick: () => undefined } as unknown as CallWatch,
      { register: () => undefined } as unknown as OptionStore,
      { relay: {} } as AppConfig,
      new SystemClock(),
    );
    const sendError = jest.fn();
    const call = new RelayCall('id', 0, '', { sendError } as unknown as ReplyWriter);
    call.request = { model: 'm', layout: { embeddedBytes: 0 } } as RelayCall['request'];
    call.upstreamModel = 'm';
    call.channel = { id: 1, name: 'c' } as ChannelTarget;
    pipeline.start(call);
    const answer = { body: Buffer.from('{}'), usage: undefined, tally: () => ({ isEmpty: true, tokens: 0 }) };
    expect(() => pipeline.onAnswer(call, answer)).not.toThrow();
    expect(sendError).toHaveBeenCalledWith(expect.objectContaining({ code: 'internal_error', status: 500 }));
    expect(remove).toHaveBeenCalledTimes(1);
  });
});
