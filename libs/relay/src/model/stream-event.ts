import type { Citation } from './content';
import type { Opaque, Origin, Restful, Signature } from './dialect';
import type { FinishReason } from './finish-reason';
import type { Usage } from './usage';

/**
 * What happens in a streamed answer. Decoders guarantee the order: one `start`; then for each block `*-start`, deltas,
 * `*-end`, where `block` counts from 0 over the whole answer and is never used twice; one `finish` per choice; then `end`, or
 * `error` in its place. Nothing follows those. `usage` comes anywhere after `start`, as often as the upstream tells it (each
 * replaces the one before). Blocks may overlap, as parallel calls do: an encoder whose dialect knows one open block at a time
 * holds back the others.
 */
export type StreamEvent = PlainEvent & Restful;

type PlainEvent =
  | { type: 'start'; id: string; model: string; createdAt: number; usage?: Usage; dialect: Origin }
  | { type: 'text-start'; choice: number; block: number }
  | { type: 'text-delta'; choice: number; block: number; text: string; logprobs?: unknown }
  | { type: 'citation'; choice: number; block: number; citation: Citation }
  | { type: 'text-end'; choice: number; block: number }
  | { type: 'thinking-start'; choice: number; block: number; isSummary?: boolean }
  | { type: 'thinking-delta'; choice: number; block: number; text: string }
  /** Whole signature of the block; may come without any text. */
  | { type: 'thinking-signature'; choice: number; block: number; signature: Signature }
  | { type: 'thinking-end'; choice: number; block: number }
  | { type: 'redacted-thinking'; choice: number; block: number; signature: Signature }
  | {
      type: 'tool-input-start';
      choice: number;
      block: number;
      id: string;
      name: string;
      namespace?: string;
      kind: 'function' | 'custom';
      signature?: Signature;
    }
  /** Pieces of the input as text; joined they are ToolCallPart.input. */
  | { type: 'tool-input-delta'; choice: number; block: number; text: string }
  | { type: 'tool-input-end'; choice: number; block: number }
  | { type: 'refusal-delta'; choice: number; block: number; text: string }
  /** A complete file the model made. */
  | {
      type: 'media';
      choice: number;
      block: number;
      kind: 'image' | 'audio' | 'video';
      mediaType: string;
      data: string;
      signature?: Signature;
    }
  | { type: 'opaque'; choice: number; block: number; opaque: Opaque }
  | { type: 'finish'; choice: number; finish: FinishReason }
  | { type: 'usage'; usage: Usage }
  | { type: 'end' }
  | { type: 'error'; error: StreamError };

/** An error that the upstream told within its stream. */
export interface StreamError {
  /** HTTP status it stands for. */
  status: number;
  /** The whole text, for staff. */
  raw: string;
}
