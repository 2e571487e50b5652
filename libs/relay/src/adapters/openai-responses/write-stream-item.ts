import type { Citation } from '../../model/content';
import type { Signature } from '../../model/dialect';
import type { Loss } from '../../model/loss';
import type { AnswerTarget } from '../codec';
import { asArray, asObject } from '../read-json';
import type { BlockEvent } from '../sequence-blocks';
import { CallWriter } from './write-stream-call';
import { MessageWriter } from './write-stream-text';
import { ThinkingWriter } from './write-stream-thinking';
import { encodeCitation } from './map-citation';
import { encodeOwnersSignature, encodeRedacted } from './map-reasoning-item';
import { DIALECT, type WireItem, type WireObject } from './openai-responses.wire';

/** Writes an event of the item at a place of the output. */
export type WriteItemEvent = (type: string, body: WireObject) => void;

/** Writes the events of blocks one after the other, each as an item of its own. */
export class ItemWriter {
  /** The items that are done, in their order. */
  readonly output: WireItem[] = [];
  private open: MessageWriter | ThinkingWriter | CallWriter | undefined;
  private refusal: number | undefined;

  constructor(
    private readonly target: AnswerTarget,
    private readonly losses: Loss[],
    private readonly write: WriteItemEvent,
  ) {}

  add(event: BlockEvent): void {
    if (this.refusal !== undefined && (event.type !== 'refusal-delta' || event.block !== this.refusal)) this.finish();
    switch (event.type) {
      case 'text-start':
        this.open = new MessageWriter(this.place('msg_'), 'output_text', this.writeItem);
        return;
      case 'text-delta':
        if (this.open instanceof MessageWriter) this.open.add(event.text, readLogprobs(event.logprobs));
        return;
      case 'citation':
        return this.cite(event.block, event.citation);
      case 'refusal-delta':
        return this.addRefusal(event.block, event.text);
      case 'thinking-start':
        this.open = new ThinkingWriter(this.place('rs_'), this.writeItem);
        return;
      case 'thinking-delta':
        if (this.open instanceof ThinkingWriter) this.open.add(event.text);
        return;
      case 'thinking-signature':
        if (this.open instanceof ThinkingWriter) this.open.sign(event.signature);
        return;
      case 'redacted-thinking':
        return this.whole(encodeRedacted(event.signature, () => this.target.createId('rs_')));
      case 'tool-input-start':
        return this.startCall(event);
      case 'tool-input-delta':
        if (this.open instanceof CallWriter) this.open.add(event.text);
        return;
      case 'text-end':
      case 'thinking-end':
      case 'tool-input-end':
        return this.finish();
      case 'media':
        return this.addMedia(event);
      case 'opaque':
        return this.addOpaque(event);
    }
  }

  /** Ends what is open. */
  finish(): void {
    const item = this.open?.end();
    this.open = undefined;
    this.refusal = undefined;
    if (item !== undefined) this.output.push(item);
  }

  private readonly writeItem: WriteItemEvent = (type, body) => this.write(type, body);

  private place(prefix: string) {
    return { index: this.output.length, newId: () => this.target.createId(prefix) };
  }

  private startCall(event: Extract<BlockEvent, { type: 'tool-input-start' }>): void {
    const id = event.id === '' ? this.target.createId('call_') : event.id;
    if (event.signature !== undefined) this.signCall(event.signature, id);
    const place = this.place(event.kind === 'custom' ? 'ctc_' : 'fc_');
    this.open = new CallWriter(place, { ...event, id }, this.writeItem);
  }

  private signCall(signature: Signature, callId: string): void {
    this.whole(encodeOwnersSignature(signature, callId, () => this.target.createId('rs_')));
  }

  private addRefusal(block: number, text: string): void {
    if (this.refusal === undefined) this.open = new MessageWriter(this.place('msg_'), 'refusal', this.writeItem);
    this.refusal = block;
    if (this.open instanceof MessageWriter) this.open.add(text, []);
  }

  private cite(block: number, citation: Citation): void {
    if (!(this.open instanceof MessageWriter)) return;
    const wire = encodeCitation(citation, this.open.length);
    if (wire === undefined) this.lose(`choices[0].content[${block}].citations`, 'names no URL');
    else this.open.cite(wire);
  }

  private addMedia(event: Extract<BlockEvent, { type: 'media' }>): void {
    const { kind, data, mediaType, block, signature } = event;
    if (signature !== undefined) this.lose(`choices[0].content[${block}].signature`, 'only thinking is signed here');
    if (kind !== 'image') return this.lose(`choices[0].content[${block}]`, `${kind} has no place in an answer here`);
    const format = mediaType.slice(mediaType.indexOf('/') + 1);
    const id = this.target.createId('ig_');
    this.whole({ type: 'image_generation_call', id, status: 'completed', output_format: format, result: data });
  }

  private addOpaque({ block, opaque }: Extract<BlockEvent, { type: 'opaque' }>): void {
    const own = opaque.dialect === DIALECT ? asObject(opaque.value) : undefined;
    if (own === undefined) this.lose(`choices[0].content[${block}]`, 'only its own protocol knows it');
    else this.whole(own as WireItem);
  }

  /** An item that is told at once. */
  private whole(item: WireItem): void {
    const index = this.output.length;
    this.write('response.output_item.added', { output_index: index, item });
    this.write('response.output_item.done', { output_index: index, item });
    this.output.push(item);
  }

  private lose(field: string, reason: string): void {
    this.losses.push({ field, reason });
  }
}

/** As OpenAI's chat writes them, which is how the model carries them. */
function readLogprobs(value: unknown): unknown[] {
  return asArray(asObject(value)?.['content']) ?? [];
}
