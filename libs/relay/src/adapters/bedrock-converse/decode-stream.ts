import type { StreamEvent } from '../../model/stream-event';
import type { WireEvent } from '../../model/wire-event';
import { MalformedPayload, type StreamDecoder } from '../codec';
import { IndexedBlocks } from '../indexed-blocks';
import { asObject, asString } from '../read-json';
import { readWireEvent } from '../read-wire-event';
import { writeToolInput } from '../write-tool-input';
import { DIALECT, type Fields } from './bedrock-converse.wire';
import { imageType } from './decode-block';
import { HiddenBlocks } from './hidden-blocks';
import { decodeCitation } from './map-citation';
import { decodeException, isException } from './map-exception';
import { decodeFinishReason } from './map-finish-reason';
import { mapUsage } from './map-usage';

/** Events by their names: the start, blocks by number, the stop with its reason, then the figures. An exception is the end. */
export class ConverseStreamDecoder implements StreamDecoder {
  private out: StreamEvent[] = [];
  private readonly blocks = new IndexedBlocks((event) => this.out.push(event));
  private readonly hidden = new HiddenBlocks(this.blocks);
  private stage: 'waiting' | 'running' | 'finished' | 'ended' = 'waiting';

  push(event: WireEvent): StreamEvent[] {
    if (this.stage === 'ended') return [];
    this.out = [];
    const name = event.event ?? '';
    if (isException(name)) {
      this.stage = 'ended';
      this.out.push({
        type: 'error',
        error: { status: decodeException(name, event.data), raw: `${name}: ${event.data}` },
      });
    } else if (event.data !== '') this.read(name, readWireEvent(event.data));
    return this.out;
  }

  /** After the reason only the figures are missing; before it the answer is cut off. */
  close(): StreamEvent[] {
    if (this.stage !== 'finished') return [];
    this.stage = 'ended';
    return [{ type: 'end' }];
  }

  private read(name: string, wire: Fields): void {
    switch (name) {
      case 'messageStart':
        return this.start();
      case 'contentBlockStart':
        return this.startBlock(this.readIndex(wire), asObject(wire['start']) ?? {});
      case 'contentBlockDelta':
        return this.addDelta(this.readIndex(wire), asObject(wire['delta']) ?? {});
      case 'contentBlockStop':
        return this.stopBlock(this.readIndex(wire));
      case 'messageStop':
        return this.finish(wire);
      case 'metadata':
        return this.tellUsage(wire);
      default:
      // An event of next year.
    }
  }

  private start(): void {
    if (this.stage !== 'waiting') return;
    this.stage = 'running';
    this.out.push({ type: 'start', id: '', model: '', createdAt: 0, dialect: DIALECT });
  }

  /** Only blocks other than text are begun. */
  private startBlock(index: number, start: Fields): void {
    const call = asObject(start['toolUse']);
    if (call !== undefined && call['type'] === undefined) {
      const id = asString(call['toolUseId']);
      const name = asString(call['name']);
      if (id === undefined || name === undefined)
        throw new MalformedPayload('start.toolUse', 'a call needs id and name');
      return this.blocks.startCall(index, id, name);
    }
    const image = asObject(start['image']);
    if (image !== undefined) this.hidden.startImage(index, imageType(image['format']));
    else if (Object.keys(start).length > 0) this.hidden.startOpaque(index, start);
  }

  private addDelta(index: number, delta: Fields): void {
    if (this.hidden.add(index, delta)) return;
    const { blocks } = this;
    blocks.text(index, asString(delta['text']) ?? '');
    const call = asObject(delta['toolUse']);
    if (call !== undefined) {
      const { input } = call;
      const isObject = typeof input === 'object' && input !== null;
      blocks.addInput(index, isObject ? writeToolInput(input, 'delta.toolUse.input') : (asString(input) ?? ''));
    }
    const thought = asObject(delta['reasoningContent']);
    if (thought !== undefined) this.addThought(index, thought);
    const citation = decodeCitation(delta['citation']);
    if (citation !== undefined) blocks.citation(index, citation);
  }

  private addThought(index: number, thought: Fields): void {
    const redacted = asString(thought['redactedContent']) ?? '';
    if (redacted !== '') this.hidden.addRedacted(index, redacted);
    this.blocks.thinking(index, asString(thought['text']) ?? '');
    const signature = asString(thought['signature']) ?? '';
    if (signature !== '') this.blocks.sign(index, { dialect: DIALECT, value: signature });
  }

  private stopBlock(index: number): void {
    this.hidden.stop(index);
    this.blocks.stop(index);
  }

  private finish(wire: Fields): void {
    if (this.stage === 'waiting') throw new MalformedPayload('messageStop', 'the answer ends before it began');
    if (this.stage === 'finished') return;
    this.stage = 'finished';
    this.hidden.finish();
    this.blocks.finish();
    const reason = decodeFinishReason(wire['stopReason'], wire['additionalModelResponseFields'], this.blocks.hasCall);
    this.out.push({ type: 'finish', choice: 0, finish: reason });
  }

  /** The last event of an answer, if that is complete. */
  private tellUsage(wire: Fields): void {
    if (this.stage === 'waiting') this.start();
    const usage = mapUsage(wire['usage']);
    if (usage !== undefined) this.out.push({ type: 'usage', usage });
    if (this.stage !== 'finished') return;
    this.stage = 'ended';
    this.out.push({ type: 'end' });
  }

  private readIndex(wire: Fields): number {
    if (this.stage === 'finished')
      throw new MalformedPayload('contentBlockIndex', 'a block after the end of the answer');
    this.start();
    const index = wire['contentBlockIndex'];
    if (index === undefined || index === null) return 0;
    if (typeof index !== 'number' || !Number.isInteger(index) || index < 0) {
      throw new MalformedPayload('contentBlockIndex', 'must be a whole number');
    }
    return index;
  }
}
