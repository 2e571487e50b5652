import type { ChannelTarget } from '@app/channel';
import { AppError, Clock } from '@app/kernel';
import { channel } from '../../adapters/__fixtures__/channel';
import type { AnswerReader } from '../../adapters/answer-reader';
import { decodeCall, type Endpoint } from '../../adapters/decode-call';
import { makePlans } from '../../pipeline/__fixtures__/make-plans';
import type { Dialect } from '../../model/dialect';
import type { WireEvent } from '../../model/wire-event';
import { writeEvents } from '../../adapters/write-events';
import type { AttemptPlan } from '../../pipeline/attempt-plan';
import { RelayCall } from '../../pipeline/relay-call';
import type { ReplyWriter } from '../../pipeline/reply-writer';
import { SseDecoder } from '../../transport/sse-decoder';
import { chatSpeech } from './chat-speech';
import { everyCut } from './cuts';
import { geminiSpeech } from './gemini-speech';
import { messagesSpeech } from './messages-speech';
import { responsesSpeech } from './responses-speech';
import type { Heard, Speech, Spoken, Wire } from './speech';

export const SPEECH: Readonly<Record<Dialect, Speech>> = {
  'openai-chat': chatSpeech,
  'openai-responses': responsesSpeech,
  'anthropic-messages': messagesSpeech,
  'gemini-generate': geminiSpeech,
};
export const DIALECTS = Object.keys(SPEECH) as Dialect[];
/** Caller's and upstream's dialect, for `it.each`. */
export const ALL_PAIRS = DIALECTS.flatMap((from) => DIALECTS.map((to): [Dialect, Dialect] => [from, to]));
export const CONVERTED_PAIRS = ALL_PAIRS.filter(([from, to]) => from !== to);

const TYPES: Readonly<Record<Dialect, number>> = {
  'openai-chat': 1,
  'openai-responses': 1,
  'anthropic-messages': 14,
  'gemini-generate': 24,
};
/** Models that take everything the cases need. */
const MODELS: Readonly<Record<Dialect, string>> = {
  'openai-chat': 'gpt-4.1',
  'openai-responses': 'gpt-5.1',
  'anthropic-messages': 'claude-opus-4-6',
  'gemini-generate': 'gemini-3-pro-preview',
};
const QUESTION: Readonly<Record<Dialect, Wire>> = {
  'openai-chat': { messages: [{ role: 'user', content: 'hi' }] },
  'openai-responses': { input: 'hi' },
  'anthropic-messages': { max_tokens: 99, messages: [{ role: 'user', content: 'hi' }] },
  'gemini-generate': { contents: [{ role: 'user', parts: [{ text: 'hi' }] }] },
};
const ENDPOINT: Record<Dialect, Endpoint> = {
  'openai-chat': 'chat',
  'openai-responses': 'responses',
  'anthropic-messages': 'messages',
  'gemini-generate': 'generate',
};
/** The caller sees no other. */
export const ASKED_MODEL = 'asked';

class FixedClock extends Clock {
  now(): number {
    return 1_800_000_000_000;
  }
}

/** Anthropic's answers always have figures. */
const SOME_USAGE = { input: 2, output: 1 };

const plans = makePlans(new FixedClock());

export interface RouteOptions {
  target?: Partial<ChannelTarget>;
  upstreamModel?: string;
}

/**
 * One call from a caller of one dialect to an upstream of another, from bytes to bytes, through the plan that the pipeline
 * would make. Simulated: the connection on either side.
 */
export class Route {
  private readonly target: ChannelTarget;

  constructor(
    readonly from: Dialect,
    readonly to: Dialect,
    private readonly options: RouteOptions = {},
  ) {
    const config = { protocols: to, ...options.target?.config };
    this.target = channel({ type: TYPES[to], ...options.target, config });
  }

  plan(fields: Wire = {}, isStream = false): AttemptPlan {
    return this.planOf(this.bodyOf(fields, isStream), isStream);
  }

  /** Bytes of a body for the upstream. */
  send(body: string): string {
    return this.planOf(body, false).body.toString();
  }

  /** A call as the ingress hands it on. */
  callOf(body: string, isStream: boolean, reply = {} as ReplyWriter): RelayCall {
    const { from } = this;
    const call = new RelayCall('req_1', 0, '', reply);
    call.body = Buffer.from(body);
    const hints = from === 'gemini-generate' ? { model: ASKED_MODEL, isStream } : {};
    call.request = decodeCall(ENDPOINT[from], call.body, hints);
    return call;
  }

  bodyOf(fields: Wire, isStream: boolean): string {
    const { from } = this;
    const named = from === 'gemini-generate' ? {} : { model: ASKED_MODEL, ...(isStream && { stream: true }) };
    return JSON.stringify({ ...named, ...QUESTION[from], ...fields });
  }

  private planOf(body: string, isStream: boolean): AttemptPlan {
    const call = this.callOf(body, isStream);
    call.upstreamModel = this.options.upstreamModel ?? MODELS[this.to];
    const plan = plans.plan(call, this.target);
    if (plan instanceof Promise) throw new Error('Nothing has to be fetched');
    return plan;
  }

  /** What the upstream is asked, and the fields that it could not be. */
  ask(fields: Wire = {}, isStream = false): { sent: Wire; losses: string[] } {
    const { body, losses } = this.plan(fields, isStream);
    return { sent: JSON.parse(body.toString()) as Wire, losses: losses.map(({ field }) => field) };
  }

  /** Error of a request that is refused. */
  refusal(fields: Wire): AppError {
    try {
      this.plan(fields);
    } catch (error) {
      if (error instanceof AppError) return error;
      throw error;
    }
    throw new Error('It was not refused');
  }

  /** The caller's body for a whole answer of the upstream. */
  answer(body: Wire, fields: Wire = {}): Wire {
    return JSON.parse(
      this.plan(fields)
        .readWhole(Buffer.from(JSON.stringify(body)))
        .body.toString(),
    ) as Wire;
  }

  /** The caller's events for those of the upstream: the same ones, however the bytes are cut. */
  stream(events: readonly WireEvent[] | Buffer, fields: Wire = {}): WireEvent[] {
    return this.read(events, fields).events;
  }

  /** Also what became of the stream. */
  read(events: readonly WireEvent[] | Buffer, fields: Wire = {}): { events: WireEvent[]; reader: AnswerReader } {
    const bytes = Buffer.isBuffer(events) ? events : writeEvents(events);
    const all = everyCut(bytes).map(([cut, pieces]) => ({ cut, ...this.through(pieces, fields) }));
    for (const { cut, text, reader } of all) {
      expect([cut, text]).toEqual([cut, all[0]!.text]);
      expect([cut, reader.usage]).toEqual([cut, all[0]!.reader.usage]);
    }
    const { text, reader } = all[0]!;
    const decoder = new SseDecoder();
    return { events: [...decoder.feed(Buffer.from(text)), ...decoder.flush()], reader };
  }

  /** What the caller hears of an answer: whole, and in a stream that is cut at every awkward place. */
  hear(spoken: Spoken, fields: Wire = {}): { whole: Heard; streamed: Heard } {
    const answer = { usage: SOME_USAGE, ...spoken };
    const [caller, upstream] = [SPEECH[this.from], SPEECH[this.to]];
    return {
      whole: caller.hear(this.answer(upstream.say(answer), fields)),
      streamed: caller.hearPieces(this.stream(upstream.sayInPieces(answer), { ...fields, ...this.wish() })),
    };
  }

  /** Of chat's callers only those who ask see figures in a stream. */
  private wish(): Wire {
    return this.from === 'openai-chat' ? { stream_options: { include_usage: true } } : {};
  }

  private through(pieces: readonly Buffer[], fields: Wire): { text: string; reader: AnswerReader } {
    const reader = this.plan(fields, true).openReader();
    const out = [...pieces.map((piece) => reader.feed(piece)), reader.flush()];
    const text = Buffer.concat(out.filter((bytes) => bytes !== undefined)).toString();
    return { text: withoutMadeIds(text), reader };
  }
}

/** Ids that are made anew in each answer are numbered instead, so that answers can be compared. */
function withoutMadeIds(text: string): string {
  const known = new Map<string, number>();
  return text.replace(/([a-z]+[_-])[0-9a-f]{24}\b/g, (id, prefix: string) => {
    if (!known.has(id)) known.set(id, known.size);
    return `${prefix}made${known.get(id)}`;
  });
}
