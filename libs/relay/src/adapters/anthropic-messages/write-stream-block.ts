import type { Loss } from '../../model/loss';
import { packSignature } from '../../model/carry-signature';
import { restoreRest } from '../carry-rest';
import type { AnswerTarget } from '../codec';
import { asObject } from '../read-json';
import type { BlockEvent } from '../sequence-blocks';
import { TEXT_INPUT } from '../tool-names';
import { DIALECT, type WireBlock, type WireObject } from './anthropic-messages.wire';
import { encodeCitation } from './map-citation';

/** Writes the events of blocks, one block after the other, under indexes of its own. */
export class BlockWriter {
  hasToolCall = false;
  hasRefusal = false;
  private index = -1;
  /** Block of a refusal, which has neither start nor end of its own. */
  private refusal: number | undefined;
  private isCustom = false;

  constructor(
    private readonly target: AnswerTarget,
    private readonly losses: Loss[],
    private readonly write: (type: string, body: WireObject) => void,
  ) {}

  add(event: BlockEvent): void {
    if (this.refusal !== undefined && event.type !== 'refusal-delta') this.endRefusal();
    switch (event.type) {
      case 'text-start':
        return this.begin({ type: 'text', text: '' });
      case 'text-delta':
        if (event.logprobs !== undefined && event.logprobs !== null) this.loseLogprobs();
        return this.delta({ type: 'text_delta', text: event.text });
      case 'citation': {
        const citation = encodeCitation(event.citation);
        if (citation !== undefined) return this.delta({ type: 'citations_delta', citation });
        return this.lose(`choices[0].content[${event.block}].citations`, 'names no URL');
      }
      case 'thinking-start':
        // Clients read `signature` of every thinking block, also where none follows.
        return this.begin({ type: 'thinking', thinking: '', signature: '' });
      case 'thinking-delta':
        return this.delta({ type: 'thinking_delta', thinking: event.text });
      case 'thinking-signature':
        return this.delta({ type: 'signature_delta', signature: packSignature(event.signature, DIALECT) });
      case 'redacted-thinking':
        return this.whole({ type: 'redacted_thinking', data: packSignature(event.signature, DIALECT) });
      case 'tool-input-start':
        return this.beginCall(event);
      case 'tool-input-delta':
        return this.delta({
          type: 'input_json_delta',
          partial_json: this.isCustom ? escapeText(event.text) : event.text,
        });
      case 'tool-input-end':
        if (this.isCustom) this.delta({ type: 'input_json_delta', partial_json: '"}' });
        this.isCustom = false;
        return this.end();
      case 'text-end':
      case 'thinking-end':
        return this.end();
      case 'refusal-delta':
        return this.addRefusal(event.block, event.text);
      case 'media':
        return this.lose(`choices[0].content[${event.block}]`, `${event.kind} has no place in an answer here`);
      case 'opaque':
        return this.addOpaque(event);
    }
  }

  finish(): void {
    if (this.refusal !== undefined) this.endRefusal();
  }

  private begin(block: WireBlock): void {
    this.index++;
    this.write('content_block_start', { type: 'content_block_start', index: this.index, content_block: block });
  }

  private delta(delta: WireObject): void {
    this.write('content_block_delta', { type: 'content_block_delta', index: this.index, delta });
  }

  private end(): void {
    this.write('content_block_stop', { type: 'content_block_stop', index: this.index });
  }

  private whole(block: WireBlock): void {
    this.begin(block);
    this.end();
  }

  /** A signature of the call itself goes before it, as a hidden thought: see attachSignatures. */
  private beginCall(event: Extract<BlockEvent, { type: 'tool-input-start' }>): void {
    if (event.signature !== undefined) {
      this.whole({ type: 'redacted_thinking', data: packSignature(event.signature, DIALECT) });
    }
    this.hasToolCall = true;
    const id = event.id === '' ? this.target.createId('toolu_') : event.id;
    this.begin(restoreRest({ type: 'tool_use', id, name: event.name, input: {} }, event, DIALECT));
    this.isCustom = event.kind === 'custom';
    if (this.isCustom) this.delta({ type: 'input_json_delta', partial_json: `{"${TEXT_INPUT}":"` });
  }

  private addRefusal(block: number, text: string): void {
    if (this.refusal !== undefined && this.refusal !== block) this.endRefusal();
    if (this.refusal === undefined) this.begin({ type: 'text', text: '' });
    this.refusal = block;
    this.hasRefusal = true;
    this.delta({ type: 'text_delta', text });
  }

  private endRefusal(): void {
    this.refusal = undefined;
    this.end();
  }

  /** Input of server tools comes as deltas, which is what clients put together; other blocks come whole. */
  private addOpaque(event: Extract<BlockEvent, { type: 'opaque' }>): void {
    const own = event.opaque.dialect === DIALECT ? asObject(event.opaque.value) : undefined;
    if (own === undefined) return this.lose(`choices[0].content[${event.block}]`, 'only its own protocol knows it');
    const input = asObject(own['input']);
    if (input === undefined) return this.whole(own as WireBlock);
    this.begin({ ...own, input: {} } as unknown as WireBlock);
    this.delta({ type: 'input_json_delta', partial_json: JSON.stringify(input) });
    this.end();
  }

  private loseLogprobs(): void {
    const field = 'choices[0].logprobs';
    if (!this.losses.some((loss) => loss.field === field)) this.lose(field, 'has no place here');
  }

  private lose(field: string, reason: string): void {
    this.losses.push({ field, reason });
  }
}

/** Text as the inside of a JSON string; pieces of it, joined, are the whole's. */
function escapeText(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}
