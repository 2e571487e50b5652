import type { AppError, Locale } from '@app/kernel';
import type { Citation } from '../../model/content';
import type { Origin, Restful, Signature } from '../../model/dialect';
import type { Loss } from '../../model/loss';
import type { StreamEvent } from '../../model/stream-event';
import type { Usage } from '../../model/usage';
import type { WireEvent } from '../../model/wire-event';
import { listRestLosses } from '../carry-rest';
import type { AnswerTarget, StreamEncoder } from '../codec';
import { readKept, restoreKept } from './carry-notes';
import { encodeError } from './encode-error';
import { encodeFinish } from './encode-finish';
import { encodeToolCall } from './encode-function-part';
import { createAnswerWriter } from './encode-response';
import { DIALECT, type Fields, type WireCandidate, type WirePart } from './gemini-generate.wire';
import { encodeMedia } from './map-media';
import { encodeSignature, markRedacted, PLACE, placeOf } from './map-signature';
import { encodeUsage } from './map-usage';

type ToolStart = StreamEvent & { type: 'tool-input-start' };

/**
 * There is no event for a start or a stop: the first chunk names the answer, and the last one holds the reasons and the final
 * usage of all candidates, which is where Google's clients look for them. Once figures are known every chunk repeats them, as
 * Google's do: some clients add up the differences between chunks and count those of a chunk without figures again.
 */
export function createStreamEncoder(target: AnswerTarget): StreamEncoder {
  return new GeminiStreamEncoder(target);
}

class GeminiStreamEncoder implements StreamEncoder {
  readonly losses: Loss[] = [];
  private id = '';
  private dialect: Origin = DIALECT;
  private createTime: unknown;
  private usage: Fields | undefined;
  private isOver = false;
  private readonly tools = new Map<number, { start: ToolStart; input: string }>();
  private readonly finishes: (StreamEvent & { type: 'finish' })[] = [];
  private readonly texts = new Map<number, { text: string; citations: Citation[] }>();
  private readonly lost = new Set<string>();

  constructor(private readonly target: AnswerTarget) {}

  push(event: StreamEvent): WireEvent[] {
    if (this.isOver) return [];
    if (event.rest !== undefined) this.loseRest(event);
    switch (event.type) {
      case 'start':
        this.id = event.id === '' ? this.target.createId('') : event.id;
        this.dialect = event.dialect;
        this.createTime = readKept(event)['createTime'];
        if (event.usage !== undefined) this.tellUsage(event.usage);
        return [];
      case 'usage':
        this.tellUsage(event.usage);
        return [];
      case 'text-delta':
        if (event.logprobs !== undefined) this.lose('logprobs', 'Gemini has another form of them');
        if (event.text === '') return [];
        this.noteText(event.choice).text += event.text;
        return [this.write(event.choice, restoreKept({ text: event.text }, event))];
      case 'thinking-delta':
        if (event.text === '') return [];
        return [this.write(event.choice, restoreKept({ text: event.text, thought: true }, event))];
      case 'thinking-signature':
        return [this.write(event.choice, writeSignature(event.signature))];
      case 'redacted-thinking': {
        const thoughtSignature = encodeSignature(markRedacted(event.signature));
        return [this.write(event.choice, { text: '', thought: true, thoughtSignature })];
      }
      case 'refusal-delta':
        return event.text === '' ? [] : [this.write(event.choice, { text: event.text })];
      case 'citation':
        this.noteText(event.choice).citations.push(event.citation);
        return [];
      case 'tool-input-start':
        this.tools.set(event.block, { start: event, input: '' });
        return [];
      case 'tool-input-delta': {
        const tool = this.tools.get(event.block);
        if (tool !== undefined) tool.input += event.text;
        return [];
      }
      case 'tool-input-end':
        return this.writeTool(event.choice, event.block);
      case 'media': {
        const { kind, mediaType, data, signature } = event;
        const part = encodeMedia({ type: kind, source: { kind: 'base64', mediaType, data }, ...restBy(event) }, true);
        if (part === undefined) return [];
        if (signature !== undefined) part.thoughtSignature = encodeSignature(signature);
        return [this.write(event.choice, part)];
      }
      case 'opaque':
        if (event.opaque.dialect === DIALECT) return [this.write(event.choice, event.opaque.value as WirePart)];
        this.lose(`choices[${event.choice}].block[${event.block}]`, 'only its own dialect understands it');
        return [];
      case 'finish':
        this.finishes.push(event);
        return [];
      case 'end':
        this.isOver = true;
        return [this.writeEnd()];
      case 'error':
        // What the caller may read of it is written by fail.
        this.isOver = true;
        return [];
      default:
        return [];
    }
  }

  /** Google's clients look for `error` in every event. */
  fail(error: AppError, requestId: string, locale: Locale): WireEvent[] {
    this.isOver = true;
    return [{ data: JSON.stringify(encodeError(error, requestId, locale)) }];
  }

  private write(choice: number, part: WirePart): WireEvent {
    return this.wrap([{ content: { parts: [part], role: 'model' }, index: choice }]);
  }

  private wrap(candidates: WireCandidate[], extra?: Fields): WireEvent {
    const body: Fields = {};
    if (candidates.length > 0) body['candidates'] = candidates;
    if (this.usage !== undefined) body['usageMetadata'] = this.usage;
    body['modelVersion'] = this.target.model;
    body['responseId'] = this.id;
    if (this.createTime !== undefined) body['createTime'] = this.createTime;
    for (const name in extra) if (!(name in body)) body[name] = extra[name];
    return { data: JSON.stringify(body) };
  }

  private writeTool(choice: number, block: number): WireEvent[] {
    const tool = this.tools.get(block);
    if (tool === undefined) return [];
    this.tools.delete(block);
    const { id, name, kind, signature } = tool.start;
    const writer = createAnswerWriter(this.dialect === DIALECT, this.losses);
    const signed = signature === undefined ? {} : { signature };
    const call = { type: 'tool-call', id, name, kind, input: tool.input, ...signed, ...restBy(tool.start) } as const;
    return [this.write(choice, encodeToolCall(call, undefined, true, `choices[${choice}].block[${block}]`, writer))];
  }

  private writeEnd(): WireEvent {
    const extra: Fields = {};
    const candidates: WireCandidate[] = [];
    for (const event of this.finishes) {
      const { candidate, beside } = encodeFinish(event, this.texts.get(event.choice), this.dialect);
      Object.assign(extra, beside);
      if (candidate !== undefined) candidates.push(candidate);
    }
    return this.wrap(candidates, extra);
  }

  private tellUsage(usage: Usage): void {
    this.usage = encodeUsage(usage);
  }

  private noteText(choice: number): { text: string; citations: Citation[] } {
    let noted = this.texts.get(choice);
    if (noted === undefined) this.texts.set(choice, (noted = { text: '', citations: [] }));
    return noted;
  }

  private loseRest(event: StreamEvent): void {
    const losses: Loss[] = [];
    listRestLosses(event, DIALECT, 'choice' in event ? `choices[${event.choice}]` : '', losses);
    for (const { field, reason } of losses) this.lose(field, reason);
  }

  /** Once per field, however often it comes. */
  private lose(field: string, reason: string): void {
    if (this.lost.has(field)) return;
    this.lost.add(field);
    this.losses.push({ field, reason });
  }
}

function writeSignature(signature: Signature): WirePart {
  const thoughtSignature = encodeSignature(signature);
  const place = placeOf(signature);
  if (place === PLACE.alone) return { thoughtSignature };
  return place === undefined ? { text: '', thought: true, thoughtSignature } : { text: '', thoughtSignature };
}

function restBy({ rest }: StreamEvent): Restful {
  return rest === undefined ? {} : { rest };
}
