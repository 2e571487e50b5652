import { AnswerCounter } from '../adapters/answer-counter';
import type { AnswerReader, WholeAnswer } from '../adapters/answer-reader';
import { MalformedPayload } from '../adapters/codec';
import { decodeEmbed } from '../adapters/gemini-generate/decode-embed';
import { encodeEmbeddings } from '../adapters/gemini-generate/encode-embeddings';
import { findUsage } from '../adapters/openai-chat/find-usage';
import type { Loss } from '../model/loss';
import type { UpstreamRequest } from '../transport/upstream-connections';
import type { AttemptPlan } from './attempt-plan';

/** Gemini's embeddings from an upstream that has OpenAI's. */
export class EmbeddingPlan implements AttemptPlan {
  readonly body: Buffer;
  readonly losses: readonly Loss[];
  private readonly count: number;

  /** Throws AppError 400 for what cannot be embedded there. */
  constructor(
    readonly upstream: UpstreamRequest,
    body: Buffer,
    private readonly isBatch: boolean,
    model: string,
  ) {
    const { texts, dimensions, losses } = decodeEmbed(body, isBatch);
    this.losses = losses;
    this.count = texts.length;
    this.body = Buffer.from(JSON.stringify({ model, input: texts, encoding_format: 'float', dimensions }));
  }

  openReader(): AnswerReader {
    throw new Error('Embeddings are not streamed');
  }

  readWhole(body: Buffer): WholeAnswer {
    const answer = encodeEmbeddings(parse(body), this.count, this.isBatch);
    return {
      body: Buffer.from(JSON.stringify(answer)),
      usage: findUsage(body),
      // An embedding has no text: only what went in costs anything.
      tally: () => new AnswerCounter(),
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
