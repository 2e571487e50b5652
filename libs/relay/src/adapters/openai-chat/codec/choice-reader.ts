import type { OpaquePart, Part, ThinkingPart } from '../../../model/content';
import type { Signature } from '../../../model/dialect';
import type { StreamEvent } from '../../../model/stream-event';
import { asArray, asCount, asObject, asString } from '../../read-json';
import { AudioCollector } from './audio-collector';
import { CallReader } from './call-reader';
import { decodePart } from './decode-part';
import { decodeThinking, thoughtNotes, type ThoughtPart } from './decode-thinking';
import { decodeCitation } from './map-citation';
import { decodeFinishReason } from './map-finish-reason';
import { readSignature } from './map-signature';
import { DIALECT, malformed, type Fields } from './openai-chat.wire';
import { wantObject } from './read-fields';

interface OpenBlock {
  type: 'text' | 'thinking';
  block: number;
  text: string;
  isSummary: boolean;
  /** Number of the detail that it is, where one was told. */
  detail: number | undefined;
  signature: Signature | undefined;
}

/** One choice of a stream, from its first piece to its end. */
export class ChoiceReader {
  private open: OpenBlock | undefined;
  private refusal: number | undefined;
  private reason: string | undefined;
  private isOver = false;
  private readonly calls: CallReader;
  private readonly audio = new AudioCollector();

  constructor(
    private readonly choice: number,
    private readonly nextBlock: () => number,
    private readonly emit: (event: StreamEvent) => void,
  ) {
    this.calls = new CallReader(choice, nextBlock, emit);
  }

  /** The upstream gave the reason of its end. What comes after still counts: some give one with every piece. */
  get isFinished(): boolean {
    return this.reason !== undefined;
  }

  read(wire: Fields, path: string): void {
    if (this.isOver) return;
    // Some give the whole message where a piece belongs; `text` is from before there were messages.
    const delta = asObject(wire['delta']) ?? asObject(wire['message']) ?? {};
    for (const part of decodeThinking(delta, `${path}.delta`, malformed).parts) this.addThought(part);
    this.addContent(delta['content'] ?? wire['text'], `${path}.delta.content`, wire['logprobs'] ?? undefined);
    this.addRefusal(asString(delta['refusal']) ?? '');
    for (const image of asArray(delta['images']) ?? []) this.addImage(image, `${path}.delta.images`);
    this.addAnnotations(asArray(delta['annotations']) ?? [], `${path}.delta.annotations`);
    this.audio.add(asObject(delta['audio']));
    this.addCalls(delta, path);
    const { signature } = readSignature(delta);
    if (signature !== undefined) this.addThought({ type: 'thinking', text: '', signature });
    const reason = asString(wire['finish_reason']);
    if (reason !== undefined && reason !== '') this.reason = reason;
  }

  finish(): void {
    if (this.isOver) return;
    this.isOver = true;
    this.close();
    this.calls.finish();
    const sound = this.audio.finish(this.choice, this.nextBlock);
    if (sound !== undefined) this.emit(sound);
    const finish = decodeFinishReason(this.reason, this.calls.hasCalls);
    this.emit({ type: 'finish', choice: this.choice, finish });
  }

  private addContent(content: unknown, path: string, logprobs: unknown): void {
    if (typeof content === 'string') return this.addText(content, logprobs);
    for (const value of asArray(content) ?? []) this.addPart(decodePart(value, path, malformed), value);
  }

  private addPart(part: Part | undefined, value: unknown): void {
    if (part?.type === 'text') this.addText(part.text, undefined);
    else if (part?.type === 'thinking') this.addThought(part);
    else if (part?.type === 'refusal') this.addRefusal(part.text);
    else if (part?.type === 'image') this.addMedia(part, value);
    else this.addOpaque({ content: [value] });
  }

  private addText(text: string, logprobs: unknown): void {
    if (text === '') return;
    const { block } = this.openBlock('text', false, undefined);
    const delta = { type: 'text-delta', choice: this.choice, block, text } as const;
    this.emit(logprobs === undefined ? delta : { ...delta, logprobs });
  }

  private addThought(part: ThoughtPart): void {
    if (part.type === 'thinking') return this.addThinking(part);
    this.close();
    if (part.type === 'opaque') return this.addOpaque({ reasoning_details: [part.opaque.value] });
    this.emit({ type: 'redacted-thinking', choice: this.choice, block: this.nextBlock(), signature: part.signature });
  }

  private addThinking(part: ThinkingPart): void {
    const { text, signature, isSummary = false } = part;
    if (text === '' && signature === undefined) return;
    const detail = asCount(thoughtNotes(part).detail?.['index']);
    // The proof may come with the whole of what it proves, after the pieces.
    const isRepeated = signature !== undefined && this.open?.type === 'thinking' && this.open.text === text;
    const open = isRepeated ? this.open! : this.openBlock('thinking', isSummary, detail);
    if (signature !== undefined) open.signature = signature;
    if (text === '' || isRepeated) return;
    open.text += text;
    this.emit({ type: 'thinking-delta', choice: this.choice, block: open.block, text });
  }

  private addRefusal(text: string): void {
    if (text === '') return;
    this.close();
    this.refusal ??= this.nextBlock();
    this.emit({ type: 'refusal-delta', choice: this.choice, block: this.refusal, text });
  }

  private addImage(value: unknown, path: string): void {
    const part = decodePart(value, path, malformed);
    if (part?.type === 'image') this.addMedia(part, value);
    else this.addOpaque({ images: [value] });
  }

  /** Bytes are a file; an address is something that only this dialect tells. */
  private addMedia(part: Extract<Part, { type: 'image' }>, value: unknown): void {
    if (part.source.kind !== 'base64') return this.addOpaque({ images: [value] });
    this.close();
    const { mediaType, data } = part.source;
    this.emit({ type: 'media', choice: this.choice, block: this.nextBlock(), kind: 'image', mediaType, data });
  }

  /** `delta`: as it goes out again. */
  private addOpaque(delta: Fields): void {
    this.close();
    const opaque: OpaquePart['opaque'] = { dialect: DIALECT, value: delta };
    this.emit({ type: 'opaque', choice: this.choice, block: this.nextBlock(), opaque });
  }

  private addAnnotations(annotations: unknown[], path: string): void {
    for (const annotation of annotations) {
      const citation = decodeCitation(wantObject(annotation, path, malformed));
      const { block } = this.openBlock('text', false, undefined);
      this.emit({ type: 'citation', choice: this.choice, block, citation });
    }
  }

  private addCalls(delta: Fields, path: string): void {
    const legacy = asObject(delta['function_call']);
    const calls = asArray(delta['tool_calls']) ?? (legacy === undefined ? [] : [{ index: 0, function: legacy }]);
    if (calls.length > 0) this.close();
    for (const call of calls) this.calls.add(wantObject(call, `${path}.delta.tool_calls`, malformed));
  }

  /** The open block, if the next piece belongs to it. */
  private openBlock(type: OpenBlock['type'], isSummary: boolean, detail: number | undefined): OpenBlock {
    const { open, choice } = this;
    if (open?.type === type && open.isSummary === isSummary) {
      if (detail === undefined || open.detail === undefined || detail === open.detail) {
        open.detail ??= detail;
        return open;
      }
    }
    this.close();
    const block = this.nextBlock();
    if (type === 'text') this.emit({ type: 'text-start', choice, block });
    else this.emit({ type: 'thinking-start', choice, block, ...(isSummary && { isSummary }) });
    this.open = { type, block, text: '', isSummary, detail, signature: undefined };
    return this.open;
  }

  private close(): void {
    const { open, choice } = this;
    if (open === undefined) return;
    this.open = undefined;
    const { block, signature } = open;
    if (open.type === 'text') return this.emit({ type: 'text-end', choice, block });
    if (signature !== undefined) this.emit({ type: 'thinking-signature', choice, block, signature });
    this.emit({ type: 'thinking-end', choice, block });
  }
}
