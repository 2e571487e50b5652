import type { AppError, Locale } from '@app/kernel';
import type { Origin } from '../../../model/dialect';
import type { Loss } from '../../../model/loss';
import type { StreamEvent } from '../../../model/stream-event';
import type { Usage } from '../../../model/usage';
import type { WireEvent } from '../../../model/wire-event';
import { listRestLosses, notesOf, restOf } from '../../carry-rest';
import type { AnswerTarget, StreamEncoder } from '../../codec';
import { ChoiceWriter } from './choice-writer';
import type { UsageNotes } from './decode-stream';
import { encodeError } from './encode-error';
import { encodeId } from './encode-response';
import { encodeUsage } from './map-usage';
import { DIALECT, type Fields } from './openai-chat.wire';

/** Of what the upstream says of the whole answer, only these stand on every chunk. */
const REPEATED: ReadonlySet<string> = new Set(['system_fingerprint', 'service_tier']);

/** Our events become chunks: same head on each, usage last and only for who asked, then `[DONE]`. */
export class ChatStreamEncoder implements StreamEncoder {
  readonly losses: Loss[] = [];
  private out: WireEvent[] = [];
  private head: Fields | undefined;
  private rest: Fields = {};
  private from: Origin = DIALECT;
  private usage: Usage | undefined;
  private usageNotes: UsageNotes | undefined;
  private isOver = false;
  private readonly writers = new Map<number, ChoiceWriter>();

  constructor(private readonly target: AnswerTarget) {}

  push(event: StreamEvent): WireEvent[] {
    if (this.isOver) return [];
    this.out = [];
    this.read(event);
    return this.out;
  }

  /** An error within the stream; without `[DONE]`, lest the answer be taken for whole. */
  fail(error: AppError, requestId: string, locale: Locale): WireEvent[] {
    this.isOver = true;
    return [{ data: JSON.stringify(encodeError(error, requestId, locale)) }];
  }

  private read(event: StreamEvent): void {
    switch (event.type) {
      case 'start':
        return this.start(event);
      case 'usage':
        this.usage = event.usage;
        this.usageNotes = notesOf(event, DIALECT) as UsageNotes | undefined;
        return;
      case 'finish':
        listRestLosses(event, DIALECT, `choices[${event.choice}]`, this.losses);
        return this.writerOf(event.choice).finish(event, this.from);
      case 'end':
        return this.end();
      case 'error':
        // What the caller may read of it is made by `fail`.
        this.isOver = true;
        return;
      default:
        return this.writerOf(event.choice).add(event);
    }
  }

  private start(event: Extract<StreamEvent, { type: 'start' }>): void {
    if (this.head !== undefined) return;
    this.from = event.dialect;
    this.usage = event.usage;
    listRestLosses(event, DIALECT, '', this.losses);
    this.rest = restOf(event, DIALECT) ?? {};
    this.head = this.createHead(event.id, event.createdAt);
    this.writerOf(0).begin();
  }

  private createHead(id: string, createdAt: number): Fields {
    return {
      id: encodeId(id, this.from === DIALECT, this.target),
      object: 'chat.completion.chunk',
      created: createdAt === 0 ? this.target.nowSeconds : createdAt,
      model: this.target.model,
      ...Object.fromEntries(Object.entries(this.rest).filter(([name]) => REPEATED.has(name))),
    };
  }

  private end(): void {
    this.isOver = true;
    if (this.target.wantsStreamUsage && this.usage !== undefined) {
      this.write([], encodeUsage(this.usage, this.usageNotes?.usage));
    }
    this.out.push({ data: '[DONE]' });
  }

  private writerOf(choice: number): ChoiceWriter {
    let writer = this.writers.get(choice);
    if (writer === undefined) {
      writer = new ChoiceWriter(choice, this.target, {
        write: (body) => this.write([body], null),
        lose: (field, reason) => this.lose(field, reason),
      });
      this.writers.set(choice, writer);
    }
    return writer;
  }

  /** Who asked for usage gets null with every chunk before it. A stream whose beginning was swallowed is still an answer. */
  private write(choices: Fields[], usage: Fields | null): void {
    this.head ??= this.createHead('', 0);
    const body: Fields = { ...this.head, ...this.rest, choices };
    this.rest = {};
    if (this.target.wantsStreamUsage) body['usage'] = usage;
    this.out.push({ data: JSON.stringify(body) });
  }

  /** Once per field, however often it comes. */
  private lose(field: string, reason: string): void {
    if (!this.losses.some((loss) => loss.field === field)) this.losses.push({ field, reason });
  }
}
