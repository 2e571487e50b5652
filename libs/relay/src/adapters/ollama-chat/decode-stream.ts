import type { StreamEvent } from '../../model/stream-event';
import type { WireEvent } from '../../model/wire-event';
import type { StreamDecoder } from '../codec';
import { IndexedBlocks } from '../indexed-blocks';
import { asArray, asObject, asString } from '../read-json';
import { readWireEvent } from '../read-wire-event';
import { mediaTypeOf, readImages, readSeconds } from './decode-response';
import { decodeToolCall } from './decode-tool-call';
import { decodeFinishReason } from './map-finish-reason';
import { mapUsage } from './map-usage';
import { DIALECT, type Fields } from './ollama-chat.wire';

/** Status that an error within a stream stands for; Ollama tells none. */
const ERROR_STATUS = 500;

/**
 * Each line is a piece of the answer, the last says `done` and brings the figures. Text and thinking come as they are made, a
 * call is whole in one line. A line with `error` is the end.
 */
export class OllamaStreamDecoder implements StreamDecoder {
  private out: StreamEvent[] = [];
  private readonly blocks = new IndexedBlocks((event) => this.out.push(event));
  /** When the answer was begun: names calls that have no id. */
  private moment = '';
  private callCount = 0;
  private stage: 'waiting' | 'running' | 'ended' = 'waiting';

  push(event: WireEvent): StreamEvent[] {
    if (this.stage === 'ended' || event.data === '') return [];
    this.out = [];
    this.read(readWireEvent(event.data), event.data);
    return this.out;
  }

  /** Every complete answer says `done`. */
  close(): StreamEvent[] {
    return [];
  }

  private read(wire: Fields, raw: string): void {
    if (wire['error'] !== undefined && wire['error'] !== null) {
      this.stage = 'ended';
      this.out.push({ type: 'error', error: { status: ERROR_STATUS, raw } });
      return;
    }
    if (this.stage === 'waiting') this.start(wire);
    const message = asObject(wire['message']);
    if (message !== undefined) this.readMessage(message, asArray(wire['logprobs']));
    if (wire['done'] === true) this.end(wire);
  }

  private start(wire: Fields): void {
    this.stage = 'running';
    this.moment = asString(wire['created_at']) ?? '';
    const createdAt = readSeconds(wire['created_at']);
    this.out.push({ type: 'start', id: '', model: asString(wire['model']) ?? '', createdAt, dialect: DIALECT });
  }

  private readMessage(message: Fields, logprobs: unknown[] | undefined): void {
    const { blocks } = this;
    blocks.thinking(0, asString(message['thinking']) ?? '');
    blocks.text(0, asString(message['content']) ?? '', logprobs === undefined ? undefined : { content: logprobs });
    for (const data of readImages(message)) {
      const mediaType = mediaTypeOf(data);
      blocks.whole(0, (block) => ({ type: 'media', choice: 0, block, kind: 'image', mediaType, data }));
    }
    (asArray(message['tool_calls']) ?? []).forEach((value, index) => {
      const call = decodeToolCall(value, `message.tool_calls[${index}]`, this.moment, this.callCount++);
      blocks.startCall(0, call.id, call.name);
      blocks.addInput(0, call.input);
      blocks.stop(0);
    });
  }

  private end(wire: Fields): void {
    this.stage = 'ended';
    this.blocks.finish();
    const finish = decodeFinishReason(wire['done_reason'], this.blocks.hasCall);
    this.out.push({ type: 'finish', choice: 0, finish });
    const usage = mapUsage(wire);
    if (usage !== undefined) this.out.push({ type: 'usage', usage });
    this.out.push({ type: 'end' });
  }
}
