import type { Part } from '../../model/content';
import type { StreamEvent } from '../../model/stream-event';
import type { WireEvent } from '../../model/wire-event';
import type { StreamDecoder } from '../codec';

/** Whatever turns bytes into events. */
export interface Cutter {
  feed(piece: Buffer): WireEvent[];
  flush(): WireEvent[];
}

/** Bytes in these pieces, as events of ours. */
export function decodePieces(cutter: Cutter, decoder: StreamDecoder, pieces: readonly Buffer[]): StreamEvent[] {
  const events = pieces.flatMap((piece) => cutter.feed(piece).flatMap((event) => decoder.push(event)));
  const last = cutter.flush().flatMap((event) => decoder.push(event));
  return [...events, ...last, ...decoder.close()];
}

/** The same bytes in two pieces cut at every place, and byte by byte. */
export function everyCut(bytes: Buffer): Buffer[][] {
  const cuts: Buffer[][] = [Array.from(bytes, (_, index) => bytes.subarray(index, index + 1))];
  for (let at = 1; at < bytes.length; at++) cuts.push([bytes.subarray(0, at), bytes.subarray(at)]);
  return cuts;
}

/** What a streamed answer said, as the parts of a whole one. */
export function collectParts(events: readonly StreamEvent[]): Part[] {
  const parts = new Map<number, Part>();
  for (const event of events) {
    if (!('block' in event)) continue;
    const part = parts.get(event.block);
    if (event.type === 'text-start') parts.set(event.block, { type: 'text', text: '' });
    else if (event.type === 'thinking-start') parts.set(event.block, { type: 'thinking', text: '' });
    else if (event.type === 'tool-input-start') {
      const { id, name, kind } = event;
      parts.set(event.block, { type: 'tool-call', id, name, kind, input: '' });
    } else if (event.type === 'redacted-thinking') {
      parts.set(event.block, { type: 'redacted-thinking', signature: event.signature });
    } else if (event.type === 'media' && event.kind === 'image') {
      const { mediaType, data } = event;
      parts.set(event.block, { type: 'image', source: { kind: 'base64', mediaType, data } });
    } else if (event.type === 'opaque') parts.set(event.block, { type: 'opaque', opaque: event.opaque });
    else if (event.type === 'tool-input-delta' && part?.type === 'tool-call') part.input += event.text;
    else if (event.type === 'text-delta' && part?.type === 'text') part.text += event.text;
    else if (event.type === 'thinking-delta' && part?.type === 'thinking') part.text += event.text;
    else if (event.type === 'thinking-signature' && part?.type === 'thinking') part.signature = event.signature;
    else if (event.type === 'citation' && part?.type === 'text') (part.citations ??= []).push(event.citation);
  }
  return [...parts.values()];
}

/** The order that decoders promise (model/stream-event.ts). Throws when it is broken; thousands of streams make `expect` slow. */
export class OrderWatch {
  private readonly open = new Set<number>();
  private readonly seen = new Set<number>();
  private hasStarted = false;
  private hasFinished = false;
  private isOver = false;

  push(event: StreamEvent): void {
    const { type } = event;
    must(!this.isOver, event, 'comes after the end');
    if (type === 'start') must(!this.hasStarted, event, 'comes twice');
    else must(this.hasStarted || type === 'error', event, 'comes before the start');
    this.hasStarted = true;
    if ('block' in event) this.pushBlock(event);
    if (type === 'finish') {
      must(!this.hasFinished && this.open.size === 0, event, 'comes twice or before the end of a block');
      this.hasFinished = true;
    }
    if (type === 'end') must(this.hasFinished, event, 'comes without a reason');
    this.isOver = type === 'end' || type === 'error';
  }

  private pushBlock(event: Extract<StreamEvent, { block: number }>): void {
    const { type, block } = event;
    must(!this.hasFinished, event, 'comes after the reason');
    const isStart = type.endsWith('-start');
    if (isStart || type === 'opaque' || type === 'media' || type === 'redacted-thinking') {
      must(!this.seen.has(block) && this.open.size === 0, event, 'is used already, or another is open');
      this.seen.add(block);
      if (isStart) this.open.add(block);
      return;
    }
    must(this.open.has(block), event, 'is not open');
    if (type.endsWith('-end')) this.open.delete(block);
  }
}

function must(isTrue: boolean, event: StreamEvent, what: string): void {
  if (!isTrue) throw new Error(`${JSON.stringify(event)} ${what}`);
}
