import { AnswerCounter } from '../adapters/answer-counter';
import type { AnswerFilter } from '../adapters/answer-filter';
import type { AnswerReader, WholeAnswer } from '../adapters/answer-reader';
import { billedUsage, isTelling } from '../adapters/billed-usage';
import { MalformedPayload, type AnswerTarget, type Codec } from '../adapters/codec';
import { declinedBy } from '../adapters/declined';
import { ConvertedStream } from '../adapters/converted-stream';
import type { UpstreamHalf } from '../adapters/upstream-half';
import type { ChatResponse } from '../model/chat-response';
import type { Loss } from '../model/loss';

/** How answers of one dialect become those of another, or of the same with something changed. */
export class AnswerConversion {
  constructor(
    private readonly upstream: UpstreamHalf,
    private readonly caller: Codec,
    private readonly target: AnswerTarget,
    /** Changes in between, in this order. */
    private readonly filters: readonly AnswerFilter[],
  ) {}

  openReader(): AnswerReader {
    return new ConvertedStream(
      this.upstream.createStreamDecoder(),
      this.caller.createStreamEncoder(this.target),
      ...this.filters.map((filter) => filter.open()),
    );
  }

  /** What is lost goes to `losses`. Throws MalformedPayload when the body is no answer. */
  readWhole(body: Buffer, losses: Loss[]): WholeAnswer {
    let response = this.upstream.decodeResponse(parse(body));
    for (const filter of this.filters) response = filter.whole(response);
    const encoded = this.caller.encodeResponse(response, this.target);
    losses.push(...encoded.losses);
    const { usage } = response;
    return {
      body: Buffer.from(JSON.stringify(encoded.value)),
      usage: isTelling(usage) ? billedUsage(usage) : undefined,
      tally: () => tallyOf(response),
      declined: () => declinedBy(response.choices.map(({ finish }) => finish.unified)),
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
      else if (part.type === 'tool-call') counter.add(part.input === '' ? part.name : part.input);
      else counter.noteOther();
    }
  }
  return counter;
}
