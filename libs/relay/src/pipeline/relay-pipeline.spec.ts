import { Logger } from '@nestjs/common';
import type { CallRecord, ReserveOutcome, TokenUsage, UsageMeter } from '@app/billing';
import type { ChannelSelector, ChannelTarget, ChannelWish } from '@app/channel';
import { AppError, SystemClock } from '@app/kernel';
import type { AppConfig, OptionStore } from '@app/platform';
import { AnswerCounter } from '../adapters/answer-counter';
import { NO_USAGE } from '../model/usage';
import type { AnswerReader } from '../adapters/answer-reader';
import type { UpstreamConnections } from '../transport/upstream-connections';
import type { AdmitRequest } from './admit-request';
import type { CountUsage } from './count-usage';
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
      { issuerOf: () => undefined } as unknown as PlanAttempt,
      {} as UpstreamConnections,
      new SettleCall(meter, {} as CountUsage, new SystemClock()),
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
      { issuerOf: () => undefined } as unknown as PlanAttempt,
      {} as UpstreamConnections,
      new SettleCall(meter, {} as CountUsage, new SystemClock()),
      { add: () => undefined, remove, onEachTick: () => undefined } as unknown as CallWatch,
      { register: () => undefined } as unknown as OptionStore,
      { relay: {} } as AppConfig,
      new SystemClock(),
    );
    const sendError = jest.fn();
    const call = new RelayCall('id', 0, '', { sendError } as unknown as ReplyWriter);
    call.request = { model: 'm', layout: { embeddedBytes: 0 } } as RelayCall['request'];
    call.upstreamModel = 'm';
    call.channel = { id: 1, name: 'c', config: {} } as unknown as ChannelTarget;
    pipeline.start(call);
    const answer = {
      body: Buffer.from('{}'),
      usage: { ...NO_USAGE, input: 1, output: 1 },
      tally: () => new AnswerCounter(),
    };
    expect(() => pipeline.onAnswer(call, answer)).not.toThrow();
    expect(sendError).toHaveBeenCalledWith(expect.objectContaining({ code: 'internal_error', status: 500 }));
    expect(remove).toHaveBeenCalledTimes(1);
  });

  describe('with an answer whose usage has to be counted', () => {
    const figures = { ...NO_USAGE, input: 5, output: 7, isEstimated: true };

    const said = new AnswerCounter();
    said.add('words');

    function begin(settle: (call: CallRecord, usage: TokenUsage, quote: unknown, send: () => void) => void) {
      let counted!: (usage: TokenUsage) => void;
      const fill = () => new Promise<TokenUsage>((resolve) => (counted = resolve));
      const remove = jest.fn();
      const release = jest.fn();
      const pipeline = new RelayPipeline(
        { admit: () => new Promise(() => undefined) } as unknown as AdmitRequest,
        { report: () => undefined } as unknown as ChannelSelector,
        { issuerOf: () => undefined } as unknown as PlanAttempt,
        {} as UpstreamConnections,
        new SettleCall(
          { settle, release } as unknown as UsageMeter,
          { fill } as unknown as CountUsage,
          new SystemClock(),
        ),
        { add: () => undefined, remove, onEachTick: () => undefined } as unknown as CallWatch,
        { register: () => undefined } as unknown as OptionStore,
        { relay: {} } as AppConfig,
        new SystemClock(),
      );
      const reply = { sendWhole: jest.fn(), sendError: jest.fn(), onGone: undefined as (() => void) | undefined };
      const call = new RelayCall('id', 0, '', reply as unknown as ReplyWriter);
      call.request = { endpoint: 'chat', model: 'm' } as RelayCall['request'];
      call.channel = { id: 1, name: 'c', config: {} } as unknown as ChannelTarget;
      pipeline.start(call);
      pipeline.onAnswer(call, { body: Buffer.from('{}'), usage: undefined, tally: () => said });
      return { call, reply, remove, release, count: () => (counted(figures), settled()) };
    }
    const settled = () => new Promise((resolve) => setImmediate(resolve));

    it('sends it when the charge is made, and not before', async () => {
      const settle = jest.fn((_call, _usage, _quote, send: () => void) => send());
      const { call, reply, remove, release, count } = begin(settle);
      expect(call.isSettled).toBe(true);
      expect(reply.sendWhole).not.toHaveBeenCalled();
      await count();
      expect(settle).toHaveBeenCalledTimes(1);
      expect(settle.mock.calls[0]![1]).toBe(figures);
      expect(reply.sendWhole).toHaveBeenCalledTimes(1);
      expect(remove).toHaveBeenCalledTimes(1);
      expect(release).not.toHaveBeenCalled();
    });

    it('charges a caller who leaves meanwhile once, and runs until then', async () => {
      const settle = jest.fn((_call, _usage, _quote, send: () => void) => send());
      const { reply, remove, release, count } = begin(settle);
      reply.onGone!();
      expect(remove).not.toHaveBeenCalled();
      await count();
      expect(settle).toHaveBeenCalledTimes(1);
      expect(release).not.toHaveBeenCalled();
      expect(remove).toHaveBeenCalledTimes(1);
    });

    it('gives the reservation back and says so when the charge fails', async () => {
      jest.spyOn(Logger.prototype, 'error').mockImplementation(() => undefined);
      const { reply, remove, release, count } = begin(() => {
        throw new Error('no price');
      });
      await count();
      expect(release).toHaveBeenCalledTimes(1);
      expect(reply.sendError).toHaveBeenCalledWith(expect.objectContaining({ code: 'internal_error' }));
      expect(remove).toHaveBeenCalledTimes(1);
    });
  });

  describe('with a request that a channel cannot be asked', () => {
    const unconvertible = new AppError('conversion_loss', { zh: 'z', en: 'e' }, { status: 400, param: 'seed' });
    const failed = new AppError('upstream_error', { zh: 'z', en: 'e' }, { status: 502, retry: 'other-channel' });

    function run(plan: () => never, retries: number) {
      const rows: (string | number)[][] = [];
      const report = jest.fn();
      const channels = [1, 2].map(
        (id) => ({ id, name: 'c', config: {}, modelMapping: new Map<string, string>() }) as unknown as ChannelTarget,
      );
      const pipeline = new RelayPipeline(
        { admit: () => ({ ok: true }) } as unknown as AdmitRequest,
        {
          report,
          select: ({ excluded }: ChannelWish) => ({ ok: true, channel: channels[excluded.size] }),
        } as unknown as ChannelSelector,
        { plan, issuerOf: () => undefined } as unknown as PlanAttempt,
        {} as UpstreamConnections,
        new SettleCall(
          {
            release: ({ endState, errorCode, status }: CallRecord) => rows.push([endState, errorCode, status]),
          } as unknown as UsageMeter,
          {} as CountUsage,
          new SystemClock(),
        ),
        { add: () => undefined, remove: () => undefined, onEachTick: () => undefined } as unknown as CallWatch,
        { register: () => undefined, get: () => retries } as unknown as OptionStore,
        { relay: {} } as AppConfig,
        new SystemClock(),
      );
      const sendError = jest.fn();
      const call = new RelayCall('id', 0, '', {
        sendError,
        isGone: false,
        hasAnswered: false,
      } as unknown as ReplyWriter);
      call.caller = { group: 'default' } as RelayCall['caller'];
      call.request = { model: 'm', endpoint: 'chat' } as RelayCall['request'];
      pipeline.start(call);
      return { rows, report, sendError };
    }

    it('refuses it without blaming the channel', () => {
      const { rows, report, sendError } = run(() => {
        throw unconvertible;
      }, 3);
      expect(rows).toEqual([['refused', 'conversion_loss', 400]]);
      expect(report).not.toHaveBeenCalled();
      expect(sendError).toHaveBeenCalledWith(unconvertible);
    });

    it('tells what the upstream before it said', () => {
      jest.useFakeTimers();
      const errors = [failed, unconvertible];
      const { rows, report } = run(() => {
        throw errors.shift()!;
      }, 3);
      jest.runAllTimers();
      jest.useRealTimers();
      expect(rows).toEqual([['refused', 'upstream_error', 502]]);
      expect(report).toHaveBeenCalledTimes(1);
    });
  });

  it('ends a call when its stream is over and the charge cannot be made', () => {
    jest.spyOn(Logger.prototype, 'error').mockImplementation(() => undefined);
    const release = jest.fn();
    const meter = {
      settle: () => {
        throw new Error('fault');
      },
      release,
    } as unknown as UsageMeter;
    const pipeline = new RelayPipeline(
      { admit: () => new Promise(() => undefined) } as unknown as AdmitRequest,
      { report: () => undefined } as unknown as ChannelSelector,
      { issuerOf: () => undefined } as unknown as PlanAttempt,
      {} as UpstreamConnections,
      new SettleCall(meter, {} as CountUsage, new SystemClock()),
      { add: () => undefined, remove: () => undefined, onEachTick: () => undefined } as unknown as CallWatch,
      { register: () => undefined } as unknown as OptionStore,
      { relay: {} } as AppConfig,
      new SystemClock(),
    );
    const sendError = jest.fn();
    const call = new RelayCall('id', 0, '', { sendError, hold: () => undefined } as unknown as ReplyWriter);
    call.request = { model: 'm', layout: { embeddedBytes: 0 } } as RelayCall['request'];
    call.channel = { id: 1, name: 'c', config: {} } as unknown as ChannelTarget;
    pipeline.start(call);
    const reader = { usage: { ...NO_USAGE, input: 1, output: 1 }, hasFigures: true } as unknown as AnswerReader;
    expect(() => pipeline.onStreamDone(call, reader)).not.toThrow();
    expect(sendError).toHaveBeenCalledTimes(1);
    expect(release).toHaveBeenCalledTimes(1);
  });
});
