import type { Origin } from '../../../model/dialect';
import type { StreamEvent } from '../../../model/stream-event';
import type { AnswerTarget } from '../../codec';
import { asObject } from '../../read-json';
import type { BlockEvent } from '../../sequence-blocks';
import { encodeDetail } from './encode-thinking';
import { encodeCitation } from './map-citation';
import { encodeFinishReason } from './map-finish-reason';
import { encodeAudio } from './map-made-media';
import { writeUrl } from './map-media';
import { writeSignature } from './map-signature';
import { DIALECT, type Fields } from './openai-chat.wire';

type FinishEvent = Extract<StreamEvent, { type: 'finish' }>;
type ToolStart = Extract<StreamEvent, { type: 'tool-input-start' }>;

/** What a choice hands to its stream. */
export interface ChoiceSink {
  write(choice: Fields): void;
  lose(field: string, reason: string): void;
}

/** One choice of a stream as chunks: the role first, then piece by piece. */
export class ChoiceWriter {
  /** Calls by block: their number, and whether any input was told. */
  private readonly calls = new Map<number, { index: number; kind: ToolStart['kind']; hasInput: boolean }>();
  /** Thinking that may yet be proved, by block. */
  private readonly thoughts = new Map<number, { text: string; isSummary: boolean }>();
  private readonly texts = new Map<number, { offset: number; length: number }>();
  private callCount = 0;
  private detailCount = 0;
  private textLength = 0;
  private hasBegun = false;

  constructor(
    private readonly index: number,
    private readonly target: AnswerTarget,
    private readonly sink: ChoiceSink,
  ) {}

  begin(): void {
    if (this.hasBegun) return;
    this.hasBegun = true;
    this.write({ role: 'assistant', content: '' });
  }

  add(event: BlockEvent): void {
    this.begin();
    const { block } = event;
    switch (event.type) {
      case 'text-start':
        this.texts.set(block, { offset: this.textLength, length: 0 });
        return;
      case 'text-delta':
        return this.addText(block, event.text, event.logprobs);
      case 'citation': {
        const { offset, length } = this.texts.get(block) ?? { offset: 0, length: 0 };
        const annotation = encodeCitation(event.citation, offset, length);
        if (annotation !== undefined) this.write({ annotations: [annotation] });
        else this.sink.lose(`choices[${this.index}].citations`, 'names no URL');
        return;
      }
      case 'thinking-start':
        this.thoughts.set(block, { text: '', isSummary: event.isSummary === true });
        return;
      case 'thinking-delta':
        if (event.text === '') return;
        this.noteThought(block).text += event.text;
        return this.write({ reasoning_content: event.text });
      case 'thinking-signature': {
        const { text, isSummary } = this.noteThought(block);
        const part = { type: 'thinking', text, signature: event.signature, ...(isSummary && { isSummary }) } as const;
        return this.write({ reasoning_details: [encodeDetail(part, this.detailCount++)] });
      }
      case 'redacted-thinking': {
        const part = { type: 'redacted-thinking', signature: event.signature } as const;
        return this.write({ reasoning_details: [encodeDetail(part, this.detailCount++)] });
      }
      case 'thinking-end':
        this.thoughts.delete(block);
        return;
      case 'tool-input-start':
        return this.startCall(event);
      case 'tool-input-delta':
        return this.addInput(block, event.text);
      case 'tool-input-end':
        return this.endCall(block);
      case 'refusal-delta':
        if (event.text !== '') this.write({ refusal: event.text });
        return;
      case 'media':
        return this.addMedia(event);
      case 'opaque': {
        const delta = event.opaque.dialect === DIALECT ? asObject(event.opaque.value) : undefined;
        if (delta !== undefined) this.write(delta);
        else this.sink.lose(`choices[${this.index}].block[${block}]`, 'only its own protocol knows it');
        return;
      }
      default:
    }
  }

  finish({ finish }: FinishEvent, from: Origin): void {
    this.begin();
    const reason = encodeFinishReason(finish, from, this.callCount > 0);
    this.sink.write({ index: this.index, delta: {}, logprobs: null, finish_reason: reason });
  }

  private addText(block: number, text: string, logprobs: unknown): void {
    if (text === '' && logprobs === undefined) return;
    const place = this.texts.get(block);
    if (place !== undefined) place.length += text.length;
    this.textLength += text.length;
    this.write({ content: text }, logprobs);
  }

  private noteThought(block: number): { text: string; isSummary: boolean } {
    const known = this.thoughts.get(block) ?? { text: '', isSummary: false };
    this.thoughts.set(block, known);
    return known;
  }

  private startCall({ block, id, name, namespace, kind, signature }: ToolStart): void {
    const index = this.callCount++;
    this.calls.set(block, { index, kind, hasInput: false });
    const full = namespace === undefined ? name : `${namespace}__${name}`;
    const body =
      kind === 'custom' ? { custom: { name: full, input: '' } } : { function: { name: full, arguments: '' } };
    const signed = signature === undefined ? {} : writeSignature(signature, undefined);
    const call = { index, id: id === '' ? this.target.createId('call_') : id, type: kind, ...body, ...signed };
    this.write({ tool_calls: [call] });
  }

  private addInput(block: number, text: string): void {
    const call = this.calls.get(block);
    if (call === undefined || text === '') return;
    call.hasInput = true;
    const body = call.kind === 'custom' ? { custom: { input: text } } : { function: { arguments: text } };
    this.write({ tool_calls: [{ index: call.index, ...body }] });
  }

  /** No input at all is the empty object, which clients can parse. */
  private endCall(block: number): void {
    const call = this.calls.get(block);
    if (call?.kind === 'function' && !call.hasInput) this.addInput(block, '{}');
    this.calls.delete(block);
  }

  private addMedia(event: Extract<BlockEvent, { type: 'media' }>): void {
    const { kind, mediaType, data } = event;
    const source = { kind: 'base64', mediaType, data } as const;
    if (kind === 'image') return this.write({ images: [{ type: 'image_url', image_url: { url: writeUrl(source) } }] });
    if (kind === 'audio') {
      const part = { type: 'audio', source, ...('rest' in event && { rest: event.rest as never }) } as const;
      return this.write({ audio: encodeAudio(part, this.target) });
    }
    this.sink.lose(`choices[${this.index}].block[${event.block}]`, `${kind} has no place in an answer here`);
  }

  private write(delta: Fields, logprobs: unknown = null): void {
    this.sink.write({ index: this.index, delta, logprobs, finish_reason: null });
  }
}
