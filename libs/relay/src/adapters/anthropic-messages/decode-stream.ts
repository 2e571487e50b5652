import type { StreamEvent } from '../../model/stream-event';
import type { WireEvent } from '../../model/wire-event';
import { findRest, keepRest } from '../carry-rest';
import { MalformedPayload, type StreamDecoder } from '../codec';
import { asObject, asString } from '../read-json';
import { BlockSequencer } from '../sequence-blocks';
import { DIALECT, type WireBlock, type WireObject } from './anthropic-messages.wire';
import { decodeErrorType } from './map-error-type';
import { decodeFinishReason } from './map-finish-reason';
import { mapUsage } from './map-usage';
import { mergeUsage } from './merge-usage';
import { StreamBlock } from './read-stream-block';

const START = new Set(['id', 'type', 'role', 'model', 'content', 'stop_reason', 'stop_sequence', 'usage']);
const FINISH = new Set(['stop_reason', 'stop_sequence']);
const MESSAGE_DELTA = new Set(['type', 'delta', 'usage']);

/** Events of an upstream's stream become ours, in the promised order whatever the upstream's own. */
export class AnthropicStreamDecoder implements StreamDecoder {
  private out: StreamEvent[] = [];
  private readonly sequencer = new BlockSequencer((event) => this.out.push(event));
  private readonly emitBlock = this.sequencer.push.bind(this.sequencer);
  private readonly blocks = new Map<number, StreamBlock>();
  private blockCount = 0;
  private usage: WireObject | undefined;
  private hasToolCall = false;
  private stage: 'waiting' | 'running' | 'finished' | 'ended' = 'waiting';

  push(event: WireEvent): StreamEvent[] {
    if (this.stage === 'ended' || event.data === '' || event.data === '[DONE]') return [];
    this.out = [];
    this.read(parseEvent(event.data), event);
    return this.out;
  }

  /** After `stop_reason` only the last word is missing; before it the answer is cut off. */
  close(): StreamEvent[] {
    if (this.stage !== 'finished') return [];
    this.stage = 'ended';
    return [{ type: 'end' }];
  }

  private read(wire: WireObject, event: WireEvent): void {
    switch (wire['type'] ?? event.event) {
      case 'message_start':
        return this.start(asObject(wire['message']) ?? {});
      case 'content_block_start':
        return this.startBlock(wire);
      case 'content_block_delta':
        return this.addDelta(wire);
      case 'content_block_stop':
        return this.stopBlock(readIndex(wire));
      case 'message_delta':
        return this.finish(wire);
      case 'message_stop':
        return this.end();
      case 'error':
        return this.fail(wire, event);
      default:
      // A ping, or an event of next year.
    }
  }

  private start(message: WireObject): void {
    this.usage = mergeUsage(this.usage, message['usage']);
    if (this.stage !== 'waiting') return;
    this.stage = 'running';
    const start: Extract<StreamEvent, { type: 'start' }> = {
      type: 'start',
      id: asString(message['id']) ?? '',
      model: asString(message['model']) ?? '',
      createdAt: 0,
      dialect: DIALECT,
    };
    const usage = mapUsage(this.usage);
    if (usage !== undefined) start.usage = usage;
    this.out.push(keepRest(start, DIALECT, findNews(message, START)));
  }

  private startBlock(wire: WireObject): void {
    const index = readIndex(wire);
    const content = asObject(wire['content_block']);
    if (typeof content?.['type'] !== 'string') throw new MalformedPayload('content_block.type', 'must be a string');
    this.openBlock(index, content as WireBlock);
  }

  private openBlock(index: number, content: WireBlock): StreamBlock {
    if (this.stage === 'waiting') this.start({});
    if (this.stage === 'finished') throw new MalformedPayload('index', 'a block begins after the end of the answer');
    for (const [other, block] of this.blocks) if (other === index || block.endsWithNext) this.stopBlock(other);
    const block = new StreamBlock(this.blockCount++, content, this.emitBlock);
    this.blocks.set(index, block);
    if (content.type === 'tool_use') this.hasToolCall = true;
    block.start();
    return block;
  }

  private addDelta(wire: WireObject): void {
    const index = readIndex(wire);
    const delta = asObject(wire['delta']);
    if (delta === undefined) throw new MalformedPayload('delta', 'must be an object');
    const block = this.blocks.get(index) ?? this.openImplied(index, delta);
    block?.add(delta);
  }

  /** Text whose block was never begun, or was ended too early, still is text. Anything else cannot be placed. */
  private openImplied(index: number, delta: WireObject): StreamBlock | undefined {
    if (this.stage === 'finished') return undefined;
    if (delta['type'] === 'text_delta') return this.openBlock(index, { type: 'text', text: '' });
    if (delta['type'] === 'thinking_delta') return this.openBlock(index, { type: 'thinking', thinking: '' });
    if (delta['type'] === 'input_json_delta') throw new MalformedPayload('index', 'belongs to no open block');
    return undefined;
  }

  private stopBlock(index: number): void {
    const block = this.blocks.get(index);
    if (block === undefined) return;
    this.blocks.delete(index);
    block.stop();
  }

  private finish(wire: WireObject): void {
    if (this.stage === 'waiting') this.start({});
    this.usage = mergeUsage(this.usage, wire['usage']);
    const delta = asObject(wire['delta']) ?? {};
    if (this.stage === 'running' && typeof delta['stop_reason'] === 'string') this.emitFinish(delta, wire);
    const usage = mapUsage(this.usage);
    if (usage !== undefined && asObject(wire['usage']) !== undefined) this.out.push({ type: 'usage', usage });
  }

  private emitFinish(delta: WireObject, wire: WireObject): void {
    for (const index of [...this.blocks.keys()]) this.stopBlock(index);
    this.stage = 'finished';
    const finish = decodeFinishReason(delta['stop_reason'], delta['stop_sequence'], this.hasToolCall);
    const event: StreamEvent = { type: 'finish', choice: 0, finish };
    this.out.push(keepRest(event, DIALECT, finishRest(delta, wire)));
  }

  private end(): void {
    if (this.stage === 'waiting') throw new MalformedPayload('type', 'the answer ends before it began');
    if (this.stage === 'running') this.emitFinish({}, {});
    this.stage = 'ended';
    this.out.push({ type: 'end' });
  }

  private fail(wire: WireObject, event: WireEvent): void {
    this.stage = 'ended';
    const status = decodeErrorType(asObject(wire['error'])?.['type']);
    this.out.push({ type: 'error', error: { status, raw: event.data } });
  }
}

function parseEvent(data: string): WireObject {
  let parsed: unknown;
  try {
    parsed = JSON.parse(data);
  } catch {
    throw new MalformedPayload('data', 'is not JSON');
  }
  const wire = asObject(parsed);
  if (wire === undefined) throw new MalformedPayload('data', 'must be an object');
  return wire;
}

function readIndex(wire: WireObject): number {
  const index = wire['index'];
  if (typeof index !== 'number' || !Number.isInteger(index) || index < 0) {
    throw new MalformedPayload('index', 'must be a whole number');
  }
  return index;
}

/** What else is said; a null says nothing. */
function findNews(wire: WireObject, names: ReadonlySet<string>): WireObject | undefined {
  const rest = findRest(wire, names);
  if (rest === undefined) return undefined;
  for (const name of Object.keys(rest)) if (rest[name] === null) delete rest[name];
  return Object.keys(rest).length > 0 ? rest : undefined;
}

/** What the end says besides (container, details of a refusal, edits of the context), by where it stood. */
function finishRest(delta: WireObject, wire: WireObject): WireObject | undefined {
  const within = findNews(delta, FINISH);
  const beside = findNews(wire, MESSAGE_DELTA);
  if (within === undefined) return beside;
  return Object.assign({ ...beside }, Object.fromEntries(Object.keys(within).map((n) => [`delta.${n}`, within[n]])));
}
