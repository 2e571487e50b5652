import type { AttemptRecord, CallRecord, EndState, OnDisconnect, Quote } from '@app/billing';
import type { ChannelTarget } from '@app/channel';
import type { AppError } from '@app/kernel';
import type { Caller } from '@app/user';
import type { AnswerReader } from '../adapters/answer-reader';
import type { CallRequest } from '../adapters/decode-call';
import type { PassedHeaders } from '../adapters/upstream-headers';
import type { ThinkingSuffix } from '../adapters/thinking-suffix/read-suffix';
import type { ChatRequest } from '../model/chat-request';
import type { Loss } from '../model/loss';
import type { Continuation } from '../responses/continuation';
import type { KeptAnswer } from './kept-plan';
import { onDisconnectOf } from './on-disconnect';
import { lossText } from './tell-losses';
import type { ReplyWriter } from './reply-writer';
import type { RunningCall } from './running-call';

const NO_BODY = Buffer.alloc(0);
const NONE_TRIED: ReadonlySet<number> = new Set();
const NOTHING_LOST: readonly Loss[] = [];

/** What of a stream counts for its charge. */
export type Said = Pick<AnswerReader, 'usage' | 'hasFigures' | 'answer'>;

/**
 * What is known of one call so far; each room of the pipeline adds to it. Every field is set from the start: objects that
 * grow later cost the engine a new shape each time.
 */
export class RelayCall {
  caller: Caller | undefined = undefined;
  forcedChannelId: number | undefined = undefined;
  body: Buffer = NO_BODY;
  request: CallRequest | undefined = undefined;
  /** The request in neutral words; undefined until a channel needs it. */
  decoded: ChatRequest | undefined = undefined;
  /** Encrypted reasoning that the call brings back; undefined = nobody has looked for it yet. */
  proofs: readonly string[] | undefined = undefined;
  /** Channels whose upstreams could not read it. */
  proofRefusers = NONE_TRIED;
  /** The kept response that this call follows; undefined = it follows none. */
  continuation: Continuation | undefined = undefined;
  /** Where the answer is noted that shall be kept; undefined = it is not kept. */
  keptAnswer: KeptAnswer | undefined = undefined;
  /** Called once a complete answer has been sent. */
  onAnswered: (() => void) | undefined = undefined;
  /** What of the caller's headers an upstream of his dialect may see; undefined = nothing. */
  passedHeaders: PassedHeaders | undefined = undefined;
  /** What the conversion for the running attempt left out. */
  losses: readonly Loss[] = NOTHING_LOST;
  quote: Quote | undefined = undefined;
  /** The channel of the running or last attempt. */
  channel: ChannelTarget | undefined = undefined;
  /** The call's entry with the clock; undefined before it was admitted and after it ended. */
  running: RunningCall | undefined = undefined;
  /** Name by which channels are looked for; '' = the requested one. */
  servedModel = '';
  upstreamModel = '';
  /** What the requested name said of thinking, for the channel of the running attempt. */
  suffix: ThinkingSuffix | undefined = undefined;
  readonly attempts: AttemptRecord[] = [];
  triedChannels = NONE_TRIED;
  attemptStartedAtMs = 0;
  firstByteAtMs = 0;
  /** The caller has left and the answer is read to its end: what it had said by then; undefined = it is not so. */
  saidBeforeLeaving: Said | undefined = undefined;
  /** Charge or release has happened, or is certain to. */
  isSettled = false;
  /** What the upstream did not tell is being counted; the call ends after that. */
  counting: Promise<void> | undefined = undefined;

  constructor(
    readonly requestId: string,
    readonly startedAtMs: number,
    readonly ip: string,
    readonly reply: ReplyWriter,
  ) {}

  /** The facts for the log row. */
  record(now: number, endState: EndState, error: AppError | undefined): CallRecord {
    const { caller, request, channel } = this;
    return {
      requestId: this.requestId,
      userId: caller?.userId ?? 0,
      username: caller?.username ?? '',
      tokenId: caller?.tokenId ?? 0,
      tokenName: caller?.tokenName ?? '',
      group: caller?.group ?? '',
      requestedModel: request?.model ?? '',
      upstreamModel: this.upstreamModel,
      channelId: channel?.id ?? 0,
      channelName: channel?.name ?? '',
      isStream: request?.isStream ?? false,
      ip: this.ip,
      startedAtMs: this.startedAtMs,
      firstByteMs: this.firstByteAtMs === 0 ? 0 : this.firstByteAtMs - this.startedAtMs,
      durationMs: now - this.startedAtMs,
      attempts: this.attempts,
      endState,
      evidence: 'none',
      onDisconnect: this.onDisconnect,
      status: error?.status ?? 200,
      errorCode: error?.code ?? '',
      note: this.losses.length === 0 ? '' : `conversion lost ${lossText(this.losses)}`,
      errorText: error === undefined ? '' : [error.message, error.staffDetail].filter(Boolean).join('\n'),
    };
  }

  /** The policy as it was applied: a caller who has left too many answers to be read on is one whose upstream is stopped. */
  private get onDisconnect(): OnDisconnect {
    return this.reply.isGone && this.saidBeforeLeaving === undefined ? 'cancel' : onDisconnectOf(this.channel);
  }
}
