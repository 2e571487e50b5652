import type { StreamEvent } from '../../model/stream-event';
import type { WireEvent } from '../../model/wire-event';
import { MalformedPayload, type StreamDecoder } from '../codec';
import { IndexedBlocks } from '../indexed-blocks';
import { asArray, asObject, asString } from '../read-json';
import { readWireEvent } from '../read-wire-event';
import { writeToolInput } from '../write-tool-input';
import { DIALECT, type Fields } from './cohere-chat.wire';
import { decodeCitation } from './map-citation';
import { decodeFinishReason } from './map-finish-reason';
import { mapUsage } from './map-usage';

/** Status that an error within a stream stands for; Cohere tells none. */
const ERROR_STATUS = 500;
const TIMEOUT_STATUS = 504;

/** Contents, calls and the plan are counted apart from each other. */
const CALLS_FROM = 1_000_000;
const PLAN = -1;

/** Events of a stream, each with its `type`. Calls have numbers of their own; the plan has none. */
export class CohereStreamDecoder implements StreamDecoder {
  private out: StreamEvent[] = [];
  private readonly blocks = new IndexedBlocks((event) => this.out.push(event));
  private stage: 'waiting' | 'running' | 'ended' = 'waiting';

  push(event: WireEvent): StreamEvent[] {
    if (this.stage === 'ended' || event.data === '' || event.data === '[DONE]') return [];
    this.out = [];
    this.read(readWireEvent(event.data), event);
    return this.out;
  }

  /** Every complete answer ends with `message-end`. */
  close(): StreamEvent[] {
    return [];
  }

  private read(wire: Fields, event: WireEvent): void {
    const type = asString(wire['type']) ?? event.event;
    const delta = asObject(wire['delta']) ?? {};
    const message = asObject(delta['message']) ?? {};
    if (type === 'error') return this.fail(ERROR_STATUS, event.data);
    if (type === 'message-end') return this.end(delta, event.data);
    if (this.stage === 'waiting') this.start(wire);
    const { blocks } = this;
    switch (type) {
      case 'content-start':
      case 'content-delta':
        return this.addContent(readIndex(wire), message['content']);
      case 'tool-plan-delta':
        return blocks.thinking(PLAN, asString(message['tool_plan']) ?? '');
      case 'tool-call-start':
        return this.startCall(CALLS_FROM + readIndex(wire), message['tool_calls']);
      case 'tool-call-delta':
        return this.addInput(CALLS_FROM + readIndex(wire), message['tool_calls']);
      case 'tool-call-end':
        return blocks.stop(CALLS_FROM + readIndex(wire));
      case 'citation-start':
        return this.addCitations(message['citations']);
      default:
      // `content-end`: text ends where something else begins, as citations may still come. Or an event of next year.
    }
  }

  private start(wire: Fields): void {
    this.stage = 'running';
    this.out.push({ type: 'start', id: asString(wire['id']) ?? '', model: '', createdAt: 0, dialect: DIALECT });
  }

  private addContent(index: number, value: unknown): void {
    const content = asObject(value) ?? {};
    this.blocks.thinking(index, asString(content['thinking']) ?? '');
    this.blocks.text(index, asString(content['text']) ?? '');
  }

  private startCall(index: number, value: unknown): void {
    const call = readCall(value);
    const called = asObject(call['function']) ?? {};
    const id = asString(call['id']);
    const name = asString(called['name']);
    if (id === undefined || name === undefined) throw new MalformedPayload('tool_calls', 'a call needs id and name');
    this.blocks.startCall(index, id, name);
    this.addArguments(index, called);
  }

  private addInput(index: number, value: unknown): void {
    this.addArguments(index, asObject(readCall(value)['function']) ?? {});
  }

  private addArguments(index: number, called: Fields): void {
    const { arguments: input } = called;
    const isObject = typeof input === 'object' && input !== null;
    this.blocks.addInput(index, isObject ? writeToolInput(input, 'tool_calls') : (asString(input) ?? ''));
  }

  /** One or several, of the text that is under way; their own number counts citations. */
  private addCitations(value: unknown): void {
    for (const one of asArray(value) ?? [value]) {
      const citation = decodeCitation(one);
      if (citation !== undefined) this.blocks.cite(citation);
    }
  }

  private end(delta: Fields, raw: string): void {
    const finish = decodeFinishReason(delta['finish_reason'], this.blocks.hasCall);
    if (finish.unified === 'error') return this.fail(finish.raw === 'TIMEOUT' ? TIMEOUT_STATUS : ERROR_STATUS, raw);
    if (this.stage === 'waiting') throw new MalformedPayload('type', 'the answer ends before it began');
    this.stage = 'ended';
    this.blocks.finish();
    this.out.push({ type: 'finish', choice: 0, finish });
    const usage = mapUsage(delta['usage']);
    if (usage !== undefined) this.out.push({ type: 'usage', usage });
    this.out.push({ type: 'end' });
  }

  private fail(status: number, raw: string): void {
    this.stage = 'ended';
    this.out.push({ type: 'error', error: { status, raw } });
  }
}

/** A number that is not told is the first. */
function readIndex(wire: Fields): number {
  const { index } = wire;
  if (index === undefined || index === null) return 0;
  if (typeof index !== 'number' || !Number.isInteger(index) || index < 0 || index >= CALLS_FROM) {
    throw new MalformedPayload('index', 'must be a whole number');
  }
  return index;
}

/** The one call of an event; some servers write a list of one. */
function readCall(value: unknown): Fields {
  return asObject(Array.isArray(value) ? value[0] : value) ?? {};
}
