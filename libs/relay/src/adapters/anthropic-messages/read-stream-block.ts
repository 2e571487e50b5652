import { unpackSignature } from '../../model/carry-signature';
import { findRest, keepRest } from '../carry-rest';
import { MalformedPayload } from '../codec';
import { asArray, asString } from '../read-json';
import type { BlockEvent } from '../sequence-blocks';
import { DIALECT, type WireBlock, type WireObject } from './anthropic-messages.wire';
import { decodeCitation } from './map-citation';
import { parseObject } from './map-tool-input';

const TOOL_USE = new Set(['type', 'id', 'name', 'input']);

/** One block of a streamed answer, from its start to its stop. */
export class StreamBlock {
  private signature = '';
  private json = '';
  private isClosed = false;

  constructor(
    private readonly block: number,
    private readonly wire: WireBlock,
    private readonly emit: (event: BlockEvent) => void,
  ) {}

  /** Text and thinking never overlap with what comes after; calls may. */
  get endsWithNext(): boolean {
    return this.wire.type === 'text' || this.wire.type === 'thinking';
  }

  start(): void {
    const { block, wire, emit } = this;
    switch (wire.type) {
      case 'text':
        emit({ type: 'text-start', choice: 0, block });
        this.addText(wire['text']);
        for (const citation of asArray(wire['citations']) ?? []) this.addCitation(citation);
        return;
      case 'thinking':
        emit({ type: 'thinking-start', choice: 0, block });
        this.addThinking(wire['thinking']);
        this.signature = asString(wire['signature']) ?? '';
        return;
      case 'redacted_thinking': {
        const data = asString(wire['data']);
        if (data === undefined) throw new MalformedPayload('content_block.data', 'must be a string');
        emit({ type: 'redacted-thinking', choice: 0, block, signature: unpackSignature(data, DIALECT) });
        return;
      }
      case 'tool_use':
        this.startCall();
        return;
    }
  }

  add(delta: WireObject): void {
    switch (delta['type']) {
      case 'text_delta':
        return this.addText(delta['text']);
      case 'thinking_delta':
        return this.addThinking(delta['thinking']);
      case 'signature_delta':
        this.signature += asString(delta['signature']) ?? '';
        return;
      case 'citations_delta':
        return this.addCitation(delta['citation']);
      case 'input_json_delta':
        return this.addJson(delta['partial_json']);
      default:
        this.merge(delta);
    }
  }

  stop(): void {
    if (this.isClosed) return;
    this.isClosed = true;
    const { block, wire, emit } = this;
    switch (wire.type) {
      case 'text':
        return emit({ type: 'text-end', choice: 0, block });
      case 'thinking':
        if (this.signature !== '') {
          const signature = unpackSignature(this.signature, DIALECT);
          emit({ type: 'thinking-signature', choice: 0, block, signature });
        }
        return emit({ type: 'thinking-end', choice: 0, block });
      case 'redacted_thinking':
        return;
      case 'tool_use':
        // Some upstreams give the whole input at the start; without any, it is the empty object.
        if (this.json === '')
          emit({ type: 'tool-input-delta', choice: 0, block, text: JSON.stringify(wire['input'] ?? {}) });
        return emit({ type: 'tool-input-end', choice: 0, block });
      default:
        if (this.json !== '') wire['input'] = parseObject(this.json) ?? this.json;
        emit({ type: 'opaque', choice: 0, block, opaque: { dialect: DIALECT, value: wire } });
    }
  }

  private startCall(): void {
    const { wire, block } = this;
    const id = asString(wire['id']);
    const name = asString(wire['name']);
    if (id === undefined || name === undefined) throw new MalformedPayload('content_block', 'a call needs id and name');
    const event: BlockEvent = { type: 'tool-input-start', choice: 0, block, id, name, kind: 'function' };
    this.emit(keepRest(event, DIALECT, findRest(wire, TOOL_USE)));
  }

  private addText(text: unknown): void {
    if (typeof text === 'string' && text !== '' && this.wire.type === 'text') {
      this.emit({ type: 'text-delta', choice: 0, block: this.block, text });
    }
  }

  private addThinking(text: unknown): void {
    if (typeof text === 'string' && text !== '' && this.wire.type === 'thinking') {
      this.emit({ type: 'thinking-delta', choice: 0, block: this.block, text });
    }
  }

  private addCitation(value: unknown): void {
    const citation = decodeCitation(value);
    if (citation !== undefined && this.wire.type === 'text') {
      this.emit({ type: 'citation', choice: 0, block: this.block, citation });
    }
  }

  private addJson(text: unknown): void {
    if (typeof text !== 'string' || text === '') return;
    this.json += text;
    if (this.wire.type === 'tool_use') this.emit({ type: 'tool-input-delta', choice: 0, block: this.block, text });
  }

  /** Deltas of blocks that only Anthropic knows: text is appended, anything else replaces. */
  private merge(delta: WireObject): void {
    const { wire } = this;
    if (['text', 'thinking', 'redacted_thinking', 'tool_use'].includes(wire.type)) return;
    for (const name of Object.keys(delta)) {
      if (name === 'type') continue;
      const before = wire[name];
      const more = delta[name];
      wire[name] = typeof before === 'string' && typeof more === 'string' ? before + more : more;
    }
  }
}
