import type { AppError, Locale } from '@app/kernel';
import type { FinishReason } from '../../model/finish-reason';
import type { Loss } from '../../model/loss';
import type { StreamEvent } from '../../model/stream-event';
import { NO_USAGE, type Usage } from '../../model/usage';
import type { WireEvent } from '../../model/wire-event';
import type { AnswerTarget, StreamEncoder } from '../codec';
import { BlockSequencer, type BlockEvent } from '../sequence-blocks';
import { errorType } from './encode-error';
import { encodeErrorCode } from './map-error-code';
import { encodeFinishReason } from './map-finish-reason';
import { encodeUsage } from './map-usage';
import { DIALECT, type WireObject } from './openai-responses.wire';
import { createShell, encodeId } from './response-shell';
import { ItemWriter } from './write-stream-item';

/** Our events become OpenAI's: the answer is announced, its items follow one by one, and the last event repeats all of it. */
export class ResponsesStreamEncoder implements StreamEncoder {
  readonly losses: Loss[] = [];
  private out: WireEvent[] = [];
  private sequence = 0;
  private stage: 'waiting' | 'running' | 'ended' = 'waiting';
  private shell: WireObject = {};
  private isOwn = false;
  private usage: Usage | undefined;
  private finish: FinishReason | undefined;
  private readonly writer: ItemWriter;
  private readonly sequencer: BlockSequencer;

  constructor(private readonly target: AnswerTarget) {
    this.writer = new ItemWriter(target, this.losses, (type, body) => this.write(type, body));
    this.sequencer = new BlockSequencer((event) => this.writer.add(event));
  }

  push(event: StreamEvent): WireEvent[] {
    if (this.stage === 'ended') return [];
    this.out = [];
    this.read(event);
    return this.out;
  }

  /** OpenAI tells an error and then that the answer failed: SDKs raise the first, Codex reads the second. */
  fail(error: AppError, requestId: string, locale: Locale): WireEvent[] {
    if (this.stage === 'ended') return [];
    this.out = [];
    this.startAnyway();
    const message = `${error.text[locale]} (request id: ${requestId})`;
    const code = encodeErrorCode(error.status);
    const param = error.param ?? null;
    // Flat as the reference has it, nested as it is sent: clients look for either.
    const told = { code, message, param };
    this.write('error', { ...told, error: { type: errorType(error), ...told } });
    const failure = { status: 'failed', error: { code, message } };
    this.write('response.failed', { response: this.response(failure) });
    this.stage = 'ended';
    return this.out;
  }

  private read(event: StreamEvent): void {
    switch (event.type) {
      case 'start':
        return this.start(event);
      case 'usage':
        this.usage = event.usage;
        return;
      case 'finish':
        if (event.choice === 0) this.finish ??= event.finish;
        else this.loseChoice(event.choice);
        return;
      case 'end':
        return this.end();
      case 'error':
        // What the caller may read of it comes with fail().
        return;
      default:
        return this.addBlock(event);
    }
  }

  private start(event: Extract<StreamEvent, { type: 'start' }>): void {
    if (this.stage !== 'waiting') return;
    this.stage = 'running';
    this.isOwn = event.dialect === DIALECT;
    this.usage = event.usage;
    const facts = {
      id: encodeId(event.id, this.isOwn, this.target),
      createdAt: event.createdAt === 0 ? this.target.nowSeconds : event.createdAt,
      model: this.target.model,
    };
    this.shell = createShell(facts, this.target);
    this.write('response.created', { response: this.response({ status: 'in_progress' }) });
    this.write('response.in_progress', { response: this.response({ status: 'in_progress' }) });
  }

  /** A stream whose beginning was swallowed is still an answer. */
  private startAnyway(): void {
    this.start({ type: 'start', id: '', model: '', createdAt: 0, dialect: DIALECT });
  }

  private addBlock(event: BlockEvent): void {
    this.startAnyway();
    if (event.choice === 0) this.sequencer.push(event);
    else this.loseChoice(event.choice);
  }

  private end(): void {
    this.startAnyway();
    this.sequencer.flush();
    this.writer.finish();
    const finish = encodeFinishReason(this.finish ?? { unified: 'other' }, this.isOwn);
    const usage = encodeUsage(this.usage ?? NO_USAGE);
    if (finish['status'] === 'failed')
      finish['error'] = { code: 'server_error', message: 'The model failed to answer.' };
    const type = finish['status'] === 'failed' || finish['status'] === 'incomplete' ? finish['status'] : 'completed';
    this.write(`response.${type}`, { response: this.response({ ...finish, usage }) });
    this.stage = 'ended';
  }

  private response(fields: WireObject): WireObject {
    const common = { error: null, incomplete_details: null, output: [...this.writer.output], usage: null };
    return { ...this.shell, ...common, ...fields };
  }

  private loseChoice(choice: number): void {
    const field = `choices[${choice}]`;
    if (!this.losses.some((loss) => loss.field === field)) {
      this.losses.push({ field, reason: 'there is one answer here' });
    }
  }

  private write(type: string, body: WireObject): void {
    this.out.push({ event: type, data: JSON.stringify({ type, sequence_number: this.sequence++, ...body }) });
  }
}
