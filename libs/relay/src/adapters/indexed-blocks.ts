import type { Citation } from '../model/content';
import type { Signature } from '../model/dialect';
import type { StreamEvent } from '../model/stream-event';
import { MalformedPayload } from './codec';
import { BlockSequencer } from './sequence-blocks';

type Kind = 'text' | 'thinking' | 'call';

interface OpenBlock {
  block: number;
  kind: Kind;
  hasInput: boolean;
  signature: Signature | undefined;
}

/**
 * Blocks of one streamed answer, by the numbers that the upstream gives them. A block begins with its first piece if nobody
 * began it; text and thinking end where another block begins, calls when they are told to or at the end. One block after the
 * other comes out, whatever the order of the pieces.
 */
export class IndexedBlocks {
  hasCall = false;
  private readonly sequencer: BlockSequencer;
  private readonly open = new Map<number, OpenBlock>();
  private count = 0;

  constructor(emit: (event: StreamEvent) => void) {
    this.sequencer = new BlockSequencer(emit);
  }

  text(index: number, text: string, logprobs?: unknown): void {
    if (text === '') return;
    const { block } = this.need(index, 'text');
    const delta = { type: 'text-delta', choice: 0, block, text } as const;
    this.sequencer.push(logprobs === undefined ? delta : { ...delta, logprobs });
  }

  citation(index: number, citation: Citation): void {
    const { block } = this.need(index, 'text');
    this.sequencer.push({ type: 'citation', choice: 0, block, citation });
  }

  /** Of the text that is under way; one that comes too late belongs nowhere. */
  cite(citation: Citation): void {
    const text = [...this.open.values()].find(({ kind }) => kind === 'text');
    if (text !== undefined) this.sequencer.push({ type: 'citation', choice: 0, block: text.block, citation });
  }

  thinking(index: number, text: string): void {
    if (text === '') return;
    const { block } = this.need(index, 'thinking');
    this.sequencer.push({ type: 'thinking-delta', choice: 0, block, text });
  }

  /** A signature may come in pieces; the whole is told at the end of its block. */
  sign(index: number, piece: Signature): void {
    const block = this.need(index, 'thinking');
    block.signature = block.signature === undefined ? piece : { ...piece, value: block.signature.value + piece.value };
  }

  startCall(index: number, id: string, name: string): void {
    const { block } = this.begin(index, 'call');
    this.hasCall = true;
    this.sequencer.push({ type: 'tool-input-start', choice: 0, block, id, name, kind: 'function' });
  }

  addInput(index: number, text: string): void {
    const call = this.open.get(index);
    if (call?.kind !== 'call') throw new MalformedPayload('index', 'belongs to no open call');
    if (text === '') return;
    call.hasInput = true;
    this.sequencer.push({ type: 'tool-input-delta', choice: 0, block: call.block, text });
  }

  /** A block that is whole in one event. */
  whole(index: number, make: (block: number) => Extract<StreamEvent, { block: number }>): void {
    this.endRunning(index);
    this.sequencer.push(make(this.count++));
  }

  stop(index: number): void {
    const open = this.open.get(index);
    if (open === undefined) return;
    this.open.delete(index);
    const { block, kind, signature } = open;
    if (kind === 'text') return this.sequencer.push({ type: 'text-end', choice: 0, block });
    if (kind === 'thinking') {
      if (signature !== undefined) this.sequencer.push({ type: 'thinking-signature', choice: 0, block, signature });
      return this.sequencer.push({ type: 'thinking-end', choice: 0, block });
    }
    // No input at all is the empty object.
    if (!open.hasInput) this.sequencer.push({ type: 'tool-input-delta', choice: 0, block, text: '{}' });
    this.sequencer.push({ type: 'tool-input-end', choice: 0, block });
  }

  finish(): void {
    for (const index of [...this.open.keys()]) this.stop(index);
  }

  private need(index: number, kind: Kind): OpenBlock {
    const open = this.open.get(index);
    return open?.kind === kind ? open : this.begin(index, kind);
  }

  private begin(index: number, kind: Kind): OpenBlock {
    this.endRunning(index);
    const open: OpenBlock = { block: this.count++, kind, hasInput: false, signature: undefined };
    this.open.set(index, open);
    if (kind !== 'call') this.sequencer.push({ type: `${kind}-start`, choice: 0, block: open.block });
    return open;
  }

  /** What a block of this number brings to its end. */
  private endRunning(index: number): void {
    for (const [other, open] of this.open) if (other === index || open.kind !== 'call') this.stop(other);
  }
}
