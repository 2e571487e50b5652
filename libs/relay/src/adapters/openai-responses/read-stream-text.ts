import { asArray, asObject, asString } from '../read-json';
import { decodeCitation } from './map-citation';
import type { WireObject } from './openai-responses.wire';
import { missing, type ItemReader, type ItemSink } from './stream-sink';

interface TextBlock {
  block: number;
  isRefusal: boolean;
  seen: string;
  citations: number;
  isEnded: boolean;
}

/** A message of a streamed answer: each of its parts is a block. */
export class MessageReader implements ItemReader {
  private readonly blocks = new Map<number, TextBlock>();

  constructor(private readonly sink: ItemSink) {}

  read(type: string, wire: WireObject): void {
    const index = typeof wire['content_index'] === 'number' ? wire['content_index'] : 0;
    switch (type) {
      case 'response.content_part.added':
        this.openPart(index, asObject(wire['part']) ?? {});
        return;
      case 'response.output_text.delta':
        return this.add(this.open(index, false), asString(wire['delta']), wire['logprobs']);
      case 'response.output_text.done':
        return this.complete(this.open(index, false), wire['text']);
      case 'response.output_text.annotation.added':
        return this.cite(this.open(index, false), wire['annotation']);
      case 'response.refusal.delta':
        return this.add(this.open(index, true), asString(wire['delta']), undefined);
      case 'response.refusal.done':
        return this.complete(this.open(index, true), wire['refusal']);
      case 'response.content_part.done':
        this.endPart(index, asObject(wire['part']) ?? {});
        return;
      default:
    }
  }

  finish(item: WireObject | undefined): void {
    (asArray(item?.['content']) ?? []).forEach((part, index) => this.endPart(index, asObject(part) ?? {}));
    for (const block of this.blocks.values()) this.end(block);
  }

  private openPart(index: number, part: WireObject): TextBlock | undefined {
    if (part['type'] === 'output_text') return this.open(index, false);
    return part['type'] === 'refusal' ? this.open(index, true) : undefined;
  }

  /** Whatever of the part was not told before is told now. */
  private endPart(index: number, part: WireObject): void {
    const block = this.openPart(index, part);
    if (block === undefined) return;
    this.complete(block, block.isRefusal ? part['refusal'] : part['text']);
    for (const annotation of (asArray(part['annotations']) ?? []).slice(block.citations)) this.cite(block, annotation);
    this.end(block);
  }

  private open(index: number, isRefusal: boolean): TextBlock {
    let block = this.blocks.get(index);
    if (block === undefined) {
      block = { block: this.sink.nextBlock(), isRefusal, seen: '', citations: 0, isEnded: false };
      this.blocks.set(index, block);
      if (isRefusal) this.sink.kinds.hasRefusal = true;
      else this.sink.emit({ type: 'text-start', choice: 0, block: block.block });
    }
    return block;
  }

  private add(block: TextBlock, text: string | undefined, logprobs: unknown): void {
    if (text === undefined || text === '' || block.isEnded) return;
    block.seen += text;
    const list = asArray(logprobs) ?? [];
    this.sink.emit({
      type: block.isRefusal ? 'refusal-delta' : 'text-delta',
      choice: 0,
      block: block.block,
      text,
      ...(list.length > 0 && !block.isRefusal && { logprobs: { content: list } }),
    });
  }

  private complete(block: TextBlock, whole: unknown): void {
    this.add(block, missing(block.seen, whole), undefined);
  }

  private cite(block: TextBlock, value: unknown): void {
    const citation = decodeCitation(value);
    if (citation === undefined || block.isRefusal || block.isEnded) return;
    block.citations++;
    this.sink.emit({ type: 'citation', choice: 0, block: block.block, citation });
  }

  private end(block: TextBlock): void {
    if (block.isEnded) return;
    block.isEnded = true;
    if (!block.isRefusal) this.sink.emit({ type: 'text-end', choice: 0, block: block.block });
  }
}
