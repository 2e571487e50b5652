import type { ChannelTarget } from '@app/channel';
import { AnswerCounter } from '../adapters/answer-counter';
import type { AnswerReader, WholeAnswer } from '../adapters/answer-reader';
import { billedUsage, isTelling } from '../adapters/billed-usage';
import { MalformedPayload, type AnswerTarget, type Codec, type EncodedRequest } from '../adapters/codec';
import { ConvertedStream } from '../adapters/converted-stream';
import { restoreTools, ToolRestorer } from '../adapters/restore-tools';
import type { UpstreamHalf } from '../adapters/upstream-half';
import { defaultMaxTokens, traitsOf } from '../adapters/upstream-traits';
import type { ChatRequest } from '../model/chat-request';
import type { ChatResponse } from '../model/chat-response';
import type { Loss } from '../model/loss';
import type { UpstreamRequest } from '../transport/upstream-connections';
import type { AttemptPlan } from './attempt-plan';

/** The caller speaks one dialect, the upstream another. */
export class ConversionPlan implements AttemptPlan {
  readonly body: Buffer;
  readonly losses: Loss[];
  private readonly encoded: EncodedRequest;

  constructor(
    readonly upstream: UpstreamRequest,
    channel: ChannelTarget,
    request: ChatRequest,
    upstreamModel: string,
    private readonly caller: Codec,
    private readonly codec: UpstreamHalf,
    private readonly target: AnswerTarget,
  ) {
    this.encoded = codec.encodeRequest(request, {
      model: upstreamModel,
      defaultMaxTokens: defaultMaxTokens(channel, upstreamModel),
      acceptsSignature: ({ dialect }) => dialect === codec.dialect,
      traits: traitsOf(channel, codec.dialect),
    });
    this.losses = this.encoded.losses;
    this.body = Buffer.from(JSON.stringify(this.encoded.value));
  }

  openReader(): AnswerReader {
    return new ConvertedStream(
      this.codec.createStreamDecoder(),
      this.caller.createStreamEncoder(this.target),
      new ToolRestorer(this.encoded.toolNames),
    );
  }

  readWhole(body: Buffer): WholeAnswer {
    const response = restoreTools(this.codec.decodeResponse(parse(body)), this.encoded.toolNames);
    const { value, losses } = this.caller.encodeResponse(response, this.target);
    this.losses.push(...losses);
    const { usage } = response;
    return {
      body: Buffer.from(JSON.stringify(value)),
      usage: isTelling(usage) ? billedUsage(usage) : undefined,
      tally: () => tallyOf(response),
    };
  }
}

function parse(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'));
  } catch (error) {
    throw new MalformedPayload('', (error as Error).message);
  }
}

function tallyOf({ choices }: ChatResponse): AnswerCounter {
  const counter = new AnswerCounter();
  for (const { parts } of choices) {
    for (const part of parts) {
      if ('text' in part) counter.add(part.text);
      else if (part.type === 'tool-call') counter.add(part.input);
    }
  }
  return counter;
}
