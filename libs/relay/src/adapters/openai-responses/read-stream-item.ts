import { asArray, asObject, asString } from '../read-json';
import { readGeneratedImage } from './decode-output';
import { decodeSignature, isHidden, PARAGRAPH, readOwner } from './map-reasoning-item';
import { DIALECT, type WireItem, type WireObject } from './openai-responses.wire';
import { MessageReader } from './read-stream-text';
import { missing, type ItemReader, type ItemSink } from './stream-sink';

export function createItemReader(item: WireItem, sink: ItemSink): ItemReader {
  switch (item.type) {
    case 'message':
      return new MessageReader(sink);
    case 'function_call':
    case 'custom_tool_call':
      return new CallReader(item, sink);
    case 'reasoning':
      return new ReasoningReader(sink);
    default:
      return new WholeReader(sink);
  }
}

class CallReader implements ItemReader {
  private block: number | undefined;
  private seen = '';
  private isEnded = false;
  private readonly isCustom: boolean;

  constructor(
    private readonly added: WireItem,
    private readonly sink: ItemSink,
  ) {
    this.isCustom = added.type === 'custom_tool_call';
    this.start(added);
  }

  read(type: string, wire: WireObject): void {
    if (type.endsWith('.delta')) this.add(asString(wire['delta']) ?? '');
    else if (type.endsWith('.done')) this.add(missing(this.seen, wire[this.isCustom ? 'input' : 'arguments']));
  }

  finish(item: WireObject | undefined): void {
    if (this.isEnded) return;
    this.isEnded = true;
    if (this.block === undefined && item !== undefined) this.start(item);
    if (this.block === undefined) return;
    const whole = { ...this.added, ...item }[this.isCustom ? 'input' : 'arguments'];
    const rest = missing(this.seen, whole);
    if (rest !== '') this.emitInput(this.block, rest);
    this.sink.emit({ type: 'tool-input-end', choice: 0, block: this.block });
  }

  /** A call that is not named yet waits for its end, which says everything. */
  private start(item: WireObject): void {
    const id = asString(item['call_id']) ?? asString(item['id']);
    const name = asString(item['name']);
    if (id === undefined || name === undefined || name === '') return;
    const namespace = asString(item['namespace']);
    const signature = this.sink.signatures.get(id);
    this.block = this.sink.nextBlock();
    this.sink.kinds.hasToolCall = true;
    this.sink.emit({
      type: 'tool-input-start',
      choice: 0,
      block: this.block,
      id,
      name,
      ...(namespace !== undefined && { namespace }),
      kind: this.isCustom ? 'custom' : 'function',
      ...(signature !== undefined && { signature }),
    });
  }

  private add(text: string): void {
    if (this.block === undefined || text === '' || this.isEnded) return;
    this.seen += text;
    this.emitInput(this.block, text);
  }

  private emitInput(block: number, text: string): void {
    this.sink.emit({ type: 'tool-input-delta', choice: 0, block, text });
  }
}

type Style = 'summary' | 'content';

/** Thinking comes as its summary or as itself; whichever comes first is told. */
class ReasoningReader implements ItemReader {
  private block: number | undefined;
  private style: Style | undefined;
  private paragraph: number | undefined;
  private readonly seen = new Map<number, string>();
  private isEnded = false;

  constructor(private readonly sink: ItemSink) {}

  read(type: string, wire: WireObject): void {
    const style: Style = type.startsWith('response.reasoning_summary') ? 'summary' : 'content';
    const place = wire[style === 'summary' ? 'summary_index' : 'content_index'];
    const index = typeof place === 'number' ? place : 0;
    if (type.endsWith('_text.delta')) this.add(style, index, asString(wire['delta']) ?? '');
    else if (type.endsWith('_text.done')) this.complete(style, index, wire['text']);
    else if (type.endsWith('_part.done')) this.complete(style, index, asObject(wire['part'])?.['text']);
  }

  finish(item: WireObject | undefined): void {
    if (this.isEnded) return;
    if (item !== undefined) this.completeAll(item);
    this.isEnded = true;
    const signature = item === undefined ? undefined : decodeSignature(item);
    const owner = this.block === undefined ? readOwner(signature) : undefined;
    if (owner !== undefined) this.sink.signatures.set(owner.callId, owner.signature);
    else if (signature !== undefined && this.block === undefined && isHidden(signature)) {
      const { dialect, value } = signature;
      this.sink.emit({
        type: 'redacted-thinking',
        choice: 0,
        block: this.sink.nextBlock(),
        signature: { dialect, value },
      });
    } else if (signature !== undefined) {
      this.sink.emit({ type: 'thinking-signature', choice: 0, block: this.start(), signature });
    }
    if (this.block !== undefined) this.sink.emit({ type: 'thinking-end', choice: 0, block: this.block });
  }

  private completeAll(item: WireObject): void {
    const content = asArray(item['content']) ?? [];
    const style = this.style ?? (content.length > 0 ? 'content' : 'summary');
    const parts = style === 'content' ? content : (asArray(item['summary']) ?? []);
    parts.forEach((part, index) => this.complete(style, index, asObject(part)?.['text']));
  }

  private complete(style: Style, index: number, whole: unknown): void {
    this.add(style, index, missing(this.seen.get(index) ?? '', whole));
  }

  private add(style: Style, index: number, text: string): void {
    if (text === '' || this.isEnded || (this.style ?? style) !== style) return;
    this.style = style;
    const block = this.start();
    // A paragraph that was left cannot be added to.
    if (this.paragraph !== undefined && this.paragraph !== index) {
      if (this.seen.has(index)) return;
      this.emitText(block, PARAGRAPH);
    }
    this.paragraph = index;
    this.seen.set(index, (this.seen.get(index) ?? '') + text);
    this.emitText(block, text);
  }

  private emitText(block: number, text: string): void {
    this.sink.emit({ type: 'thinking-delta', choice: 0, block, text });
  }

  private start(): number {
    if (this.block === undefined) {
      this.block = this.sink.nextBlock();
      const isSummary = this.style === 'summary';
      this.sink.emit({ type: 'thinking-start', choice: 0, block: this.block, ...(isSummary && { isSummary }) });
    }
    return this.block;
  }
}

/** Items that only OpenAI knows, and the images it made. Only how they end is of interest. */
class WholeReader implements ItemReader {
  private isEnded = false;

  constructor(private readonly sink: ItemSink) {}

  read(): void {
    // Progress of a hosted tool.
  }

  finish(item: WireObject | undefined): void {
    if (this.isEnded || item === undefined) return;
    this.isEnded = true;
    const image = readGeneratedImage(item as WireItem);
    const block = this.sink.nextBlock();
    if (image === undefined)
      this.sink.emit({ type: 'opaque', choice: 0, block, opaque: { dialect: DIALECT, value: item } });
    else {
      const { mediaType, data } = image;
      this.sink.emit({ type: 'media', choice: 0, block, kind: 'image', mediaType, data });
    }
  }
}
