import type { Signature } from '../../model/dialect';
import type { StreamEvent } from '../../model/stream-event';
import type { WireEvent } from '../../model/wire-event';
import { MalformedPayload, type StreamDecoder } from '../codec';
import { asArray, asNumber, asObject, asString } from '../read-json';
import { decodeErrorStatus } from './map-error-code';
import { decodeFinishReason } from './map-finish-reason';
import { mapUsage } from './map-usage';
import { DIALECT, type WireItem, type WireObject } from './openai-responses.wire';
import { createItemReader } from './read-stream-item';
import type { ItemReader, ItemSink } from './stream-sink';

interface OpenItem {
  id: string | undefined;
  reader: ItemReader;
  isDone: boolean;
}

/** Events of an upstream's stream become ours. Each item is read on its own, under its place in the output. */
export class ResponsesStreamDecoder implements StreamDecoder {
  private out: StreamEvent[] = [];
  private blockCount = 0;
  private readonly items = new Map<number, OpenItem>();
  private stage: 'waiting' | 'running' | 'ended' = 'waiting';
  private readonly sink: ItemSink = {
    nextBlock: () => this.blockCount++,
    emit: (event) => this.out.push(event),
    kinds: { hasToolCall: false, hasRefusal: false },
    signatures: new Map<string, Signature>(),
  };

  push(event: WireEvent): StreamEvent[] {
    if (this.stage === 'ended' || event.data === '' || event.data === '[DONE]') return [];
    this.out = [];
    const wire = parseEvent(event.data);
    this.read(asString(wire['type']) ?? event.event ?? '', wire, event);
    return this.out;
  }

  /** The last event says everything; without it the answer is cut off. */
  close(): StreamEvent[] {
    return [];
  }

  private read(type: string, wire: WireObject, event: WireEvent): void {
    switch (type) {
      case 'response.created':
      case 'response.queued':
      case 'response.in_progress':
        return this.start(asObject(wire['response']) ?? {});
      case 'response.output_item.added':
        this.open(readItem(wire), this.placeOf(wire));
        return;
      case 'response.output_item.done':
        return this.closeItem(readItem(wire), this.placeOf(wire));
      case 'response.completed':
      case 'response.incomplete':
      case 'response.done':
        return this.end(type, asObject(wire['response']) ?? {}, event);
      case 'response.failed':
      case 'response.cancelled':
      case 'error':
        return this.fail(wire, event);
      default:
        return this.readItemEvent(type, wire);
    }
  }

  private start(response: WireObject): void {
    if (this.stage !== 'waiting') return;
    this.stage = 'running';
    this.out.push({
      type: 'start',
      id: asString(response['id']) ?? '',
      model: asString(response['model']) ?? '',
      createdAt: asNumber(response['created_at']) ?? 0,
      dialect: DIALECT,
    });
  }

  /** An item whose place is taken follows the one before it. */
  private open(item: WireItem, place: number): OpenItem {
    this.start({});
    this.finish(this.items.get(place), undefined);
    const opened = { id: asString(item['id']), reader: createItemReader(item, this.sink), isDone: false };
    this.items.set(place, opened);
    return opened;
  }

  private closeItem(item: WireItem, place: number): void {
    const id = asString(item['id']);
    const known = this.items.get(place);
    if (known?.isDone === true && known.id === id) return;
    const isSame = known !== undefined && !known.isDone && (known.id ?? id) === (id ?? known.id);
    this.finish(isSame ? known : this.open(item, place), item);
  }

  private finish(opened: OpenItem | undefined, item: WireObject | undefined): void {
    if (opened === undefined || opened.isDone) return;
    opened.isDone = true;
    opened.reader.finish(item);
  }

  /** Text whose item was never begun still is text; a call without its name waits for its end. */
  private readItemEvent(type: string, wire: WireObject): void {
    const place = type.startsWith('response.') ? this.findPlace(wire) : undefined;
    const known = place === undefined ? undefined : this.items.get(place);
    if (known !== undefined) {
      if (!known.isDone) known.reader.read(type, wire);
      return;
    }
    const implied = IMPLIED.find(([start]) => type.startsWith(start))?.[1];
    if (implied === undefined) return;
    const id = asString(wire['item_id']);
    const item: WireItem = { type: implied, ...(id !== undefined && { id }) };
    this.open(item, place ?? 0).reader.read(type, wire);
  }

  private findPlace(wire: WireObject): number | undefined {
    const place = wire['output_index'];
    if (typeof place === 'number' && Number.isInteger(place) && place >= 0) return place;
    const id = asString(wire['item_id']);
    for (const [at, { id: known }] of this.items) if (id !== undefined && known === id) return at;
    return undefined;
  }

  private placeOf(wire: WireObject): number {
    return this.findPlace({ ...wire, item_id: asObject(wire['item'])?.['id'] }) ?? this.items.size;
  }

  private end(type: string, response: WireObject, event: WireEvent): void {
    if (response['status'] === 'failed') return this.fail({ response }, event);
    this.start(response);
    this.completeItems(asArray(response['output']) ?? []);
    const status = asString(response['status']) ?? (type === 'response.incomplete' ? 'incomplete' : 'completed');
    this.out.push({ type: 'finish', choice: 0, finish: decodeFinishReason({ ...response, status }, this.sink.kinds) });
    const usage = mapUsage(response['usage'], response['output']);
    if (usage !== undefined) this.out.push({ type: 'usage', usage });
    this.out.push({ type: 'end' });
    this.stage = 'ended';
  }

  /** The last event repeats all items. They count where none was told before, and for those that nobody ended. */
  private completeItems(output: readonly unknown[]): void {
    const items = output.map(asObject).filter((item): item is WireItem => typeof item?.['type'] === 'string');
    if (this.items.size === 0) items.forEach((item, index) => this.finish(this.open(item, index), item));
    for (const opened of this.items.values()) {
      if (!opened.isDone)
        this.finish(
          opened,
          items.find((item) => opened.id !== undefined && item['id'] === opened.id),
        );
    }
  }

  /** All of it is for staff; the caller learns its kind. */
  private fail(wire: WireObject, event: WireEvent): void {
    this.stage = 'ended';
    this.out.push({ type: 'error', error: { status: decodeErrorStatus(wire), raw: event.data } });
  }
}

const IMPLIED: readonly [string, string][] = [
  ['response.output_text.', 'message'],
  ['response.refusal.', 'message'],
  ['response.reasoning_', 'reasoning'],
];

function readItem(wire: WireObject): WireItem {
  const item = asObject(wire['item']);
  if (typeof item?.['type'] !== 'string') throw new MalformedPayload('item.type', 'must be a string');
  return item as WireItem;
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
