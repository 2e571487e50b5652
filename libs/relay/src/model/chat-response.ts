import type { Part } from './content';
import type { Origin, Restful } from './dialect';
import type { FinishReason } from './finish-reason';
import type { Usage } from './usage';

/** A complete answer. */
export interface ChatResponse extends Restful {
  dialect: Origin;
  /** The upstream's id, without a dialect's prefix being promised. */
  id: string;
  /** As the upstream named it; what the caller sees is the name he asked for. */
  model: string;
  /** Unix seconds; 0 = not told. */
  createdAt: number;
  choices: Choice[];
  /** Undefined = the upstream said nothing. */
  usage: Usage | undefined;
  serviceTier?: string;
  /** Fields of the answer for the way back into the same dialect. */
  extra: Record<string, unknown>;
}

export interface Choice extends Restful {
  index: number;
  parts: Part[];
  finish: FinishReason;
  /** As OpenAI writes them. */
  logprobs?: unknown;
}
