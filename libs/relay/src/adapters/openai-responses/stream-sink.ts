import type { Signature } from '../../model/dialect';
import { asString } from '../read-json';
import type { BlockEvent } from '../sequence-blocks';
import type { AnswerKinds } from './map-finish-reason';
import type { WireObject } from './openai-responses.wire';

/** Where the readers of items put what they find. */
export interface ItemSink {
  nextBlock(): number;
  emit(event: BlockEvent): void;
  readonly kinds: AnswerKinds;
  /** Signatures that came before the calls they belong to. */
  readonly signatures: Map<string, Signature>;
}

/** One item of a streamed answer, from its first event to its last. */
export interface ItemReader {
  read(type: string, wire: WireObject): void;
  /** `item`: how it looks when it is done; undefined = nobody said. */
  finish(item: WireObject | undefined): void;
}

/** What of the whole was not streamed. A whole that differs from what was streamed adds nothing: it cannot be taken back. */
export function missing(seen: string, whole: unknown): string {
  const text = asString(whole) ?? '';
  return text.startsWith(seen) ? text.slice(seen.length) : '';
}
