import type { CallRecord, OnDisconnect, TokenUsage, UsageMeter } from '@app/billing';
import type { ChannelSelector } from '@app/channel';
import { SystemClock } from '@app/kernel';
import type { AppConfig, OptionStore, TokenCounter } from '@app/platform';
import { channel } from '../../adapters/__fixtures__/channel';
import type { AdmitRequest } from '../../pipeline/admit-request';
import type { CallWatch } from '../../pipeline/call-watch';
import { CountUsage } from '../../pipeline/count-usage';
import type { PlanAttempt } from '../../pipeline/plan-attempt';
import type { RelayCall } from '../../pipeline/relay-call';
import { RelayPipeline } from '../../pipeline/relay-pipeline';
import type { ReplyWriter } from '../../pipeline/reply-writer';
import { SettleCall } from '../../pipeline/settle-call';
import type { AnswerController, AnswerHandler } from '../../transport/http1/answer-handler';
import type { UpstreamConnections } from '../../transport/upstream-connections';
import type { Route } from './route';

/** One token in each text. */
const COUNTER = { count: (texts: string[]) => Promise.resolve({ tokens: texts.length }) } as unknown as TokenCounter;

const OPTIONS: Readonly<Record<string, number>> = { DrainedCallsLimit: 10, DrainTimeout: 10 };

/** How a call ended towards billing. */
export interface Ending {
  act: 'settled' | 'released';
  endState: string;
  usage?: TokenUsage;
}

export interface RunningStream {
  upstream: AnswerHandler;
  controller: AnswerController;
  endings: Ending[];
  /** Times that the upstream was hung up on. */
  aborts: () => number;
  written: () => string;
  leave: () => void;
  /** What the upstream did not tell is counted. */
  counted: () => Promise<void>;
}

/**
 * A streamed call on its way through the pipeline. Real: pipeline, attempt, conversion, settling. Simulated: both connections,
 * the meter, the counter of tokens, and the choice of the channel.
 */
export function runStream(route: Route, onDisconnect: OnDisconnect = 'cancel'): RunningStream {
  const endings: Ending[] = [];
  const meter = {
    settle: ({ endState }: CallRecord, usage: TokenUsage, _: unknown, send: () => void) => {
      endings.push({ act: 'settled', endState, usage });
      send();
    },
    release: ({ endState }: CallRecord) => endings.push({ act: 'released', endState }),
  } as unknown as UsageMeter;
  let upstream: AnswerHandler | undefined;
  const connections = {
    lease: () => ({
      send: (_: unknown, __: unknown, handler: AnswerHandler) => (upstream = handler),
      release: () => undefined,
    }),
  } as unknown as UpstreamConnections;
  const clock = new SystemClock();
  const target = channel({ config: { on_disconnect: onDisconnect } });
  const pipeline = new RelayPipeline(
    { admit: () => ({ ok: true }) } as unknown as AdmitRequest,
    { select: () => ({ ok: true, channel: target }), report: () => undefined } as unknown as ChannelSelector,
    { plan: () => route.plan({}, true), issuerOf: () => undefined } as unknown as PlanAttempt,
    connections,
    new SettleCall(meter, new CountUsage(COUNTER), clock),
    { add: () => undefined, remove: () => undefined, onEachTick: () => undefined, now: 0 } as unknown as CallWatch,
    { register: () => undefined, get: ({ key }: { key: string }) => OPTIONS[key] ?? 0 } as unknown as OptionStore,
    { relay: {} } as AppConfig,
    clock,
  );
  let written = '';
  const reply = {
    isGone: false,
    hasAnswered: false,
    onGone: undefined as (() => void) | undefined,
    hold: () => undefined,
    letGo: () => undefined,
    beginStream: () => undefined,
    endStream: (bytes?: string) => (written += bytes ?? ''),
    sendError: () => undefined,
    write: (bytes: Buffer) => (written += bytes.toString()),
  };
  const call = route.callOf(route.bodyOf({}, true), true, reply as unknown as ReplyWriter);
  call.caller = { group: 'default' } as RelayCall['caller'];
  pipeline.start(call);
  let aborts = 0;
  const controller: AnswerController = { pause: () => undefined, resume: () => undefined, abort: () => void aborts++ };
  upstream!.onRequestStart(controller);
  const leave = (): void => {
    reply.isGone = true;
    reply.onGone!();
  };
  const counted = () => new Promise<void>((resolve) => setImmediate(resolve));
  return { upstream: upstream!, controller, endings, aborts: () => aborts, written: () => written, leave, counted };
}
