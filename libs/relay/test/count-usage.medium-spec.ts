import { Worker } from 'node:worker_threads';
import { Logger } from '@nestjs/common';
import type { CallRecord, TokenUsage, UsageMeter } from '@app/billing';
import { SystemClock } from '@app/kernel';
import { TokenCounter } from '@app/platform';
import { decodeCall } from '../src/adapters/decode-call';
import { StreamReader } from '../src/adapters/openai-chat/stream-reader';
import { NO_LIMITS } from '../src/limits/__fixtures__/no-limits';
import { NO_USAGE } from '../src/model/usage';
import { callerGone } from '../src/pipeline/call-ends';
import { CountUsage } from '../src/pipeline/count-usage';
import { RelayCall } from '../src/pipeline/relay-call';
import type { ReplyWriter } from '../src/pipeline/reply-writer';
import { SettleCall } from '../src/pipeline/settle-call';

const WAIT = { waitMs: 20_000, graceMs: 3_000, requests: 200, length: 8_000_000 };
/** Six tokens of the model's vocabulary, as OpenAI's cookbook has it; the same text from the caller has three more around it. */
const ANSWER = 'tiktoken is great!';
const CHAT = { model: 'gpt-4o', stream: true, messages: [{ role: 'user', content: ANSWER }] };
const COUNTED: TokenUsage = { ...NO_USAGE, input: 6 + 3 + 3, output: 6, isEstimated: true };

const chunk = (delta: object, finish_reason: string | null) =>
  Buffer.from(`data: ${JSON.stringify({ id: 'c', choices: [{ index: 0, delta, finish_reason }] })}\n\n`);

describe('charges without usage (real: settling, counter and its thread; faked: the meter)', () => {
  const counters: TokenCounter[] = [];
  afterEach(async () => {
    for (const counter of counters.splice(0)) await counter.onApplicationShutdown();
  });

  function open(limits = WAIT, startThread?: () => Worker) {
    const counter = startThread === undefined ? new TokenCounter(limits) : new TokenCounter(limits, startThread);
    counters.push(counter);
    const charged: (TokenUsage | string)[] = [];
    const meter = {
      settle: (_call: CallRecord, usage: TokenUsage, _quote: unknown, send: () => void) => {
        charged.push(usage);
        send();
      },
      release: ({ endState }: CallRecord) => charged.push(endState),
    } as unknown as UsageMeter;
    return { charged, settlement: new SettleCall(meter, new CountUsage(counter), new SystemClock(), NO_LIMITS) };
  }

  function callOf(body: object): RelayCall {
    const call = new RelayCall('id', 0, '', {} as ReplyWriter);
    call.body = Buffer.from(JSON.stringify(body));
    call.request = decodeCall('chat', call.body);
    call.upstreamModel = 'gpt-4o';
    call.firstByteAtMs = 1;
    return call;
  }

  function streamed(pieces: readonly string[]): StreamReader {
    const reader = new StreamReader({ dropsUsageEvent: true, showModel: undefined });
    for (const content of pieces) reader.feed(chunk({ content }, null));
    return reader;
  }

  it('are counted with the vocabulary of the model, the same however the answer ended', async () => {
    const { charged, settlement } = open();
    const calls = [callOf(CHAT), callOf(CHAT), callOf(CHAT)] as const;
    const reader = streamed(['tik', 'token is', ' great!']);
    const sent: string[] = [];
    settlement.answered(
      calls[0],
      { body: Buffer.alloc(0), usage: undefined, tally: () => streamed([ANSWER]).answer },
      () => sent.push('whole'),
    );
    settlement.streamed(calls[1], reader, () => sent.push('stream'));
    settlement.brokenOff(calls[2], reader, callerGone(), 'caller-gone', () => sent.push('gone'));
    expect(sent).toEqual([]);
    for (const { counting } of calls) await counting;
    expect(charged).toEqual([COUNTED, COUNTED, COUNTED, 'caller-gone']);
    expect(sent).toEqual(['whole', 'stream', 'gone']);
  });

  it('are counted from a part of a long answer', async () => {
    const { charged, settlement } = open();
    const call = callOf(CHAT);
    settlement.streamed(call, streamed(Array.from({ length: 20_000 }, () => ' hello')), () => undefined);
    await call.counting;
    const [usage] = charged as TokenUsage[];
    expect(usage!.output).toBeGreaterThan(19_800);
    expect(usage!.output).toBeLessThan(20_200);
  });

  it('go by the bytes when the thread does not answer in time', async () => {
    jest.spyOn(Logger.prototype, 'warn').mockImplementation(() => undefined);
    const silent = () => new Worker('setInterval(() => undefined, 1_000)', { eval: true });
    const { charged, settlement } = open({ ...WAIT, waitMs: 50 }, silent);
    const call = callOf(CHAT);
    settlement.streamed(call, streamed([ANSWER]), () => undefined);
    await call.counting;
    expect(charged).toEqual([{ ...COUNTED, input: 5 + 3 + 3, output: 5 }]);
  });
});
