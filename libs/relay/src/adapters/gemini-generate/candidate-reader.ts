import type { ToolCallPart } from '../../model/content';
import type { StreamEvent } from '../../model/stream-event';
import { findRest } from '../carry-rest';
import { MalformedPayload } from '../codec';
import { asArray, asObject, asString } from '../read-json';
import { CallBook, callIdPrefix } from './call-book';
import { keep, nest } from './carry-notes';
import { decodePart } from './decode-part';
import { malformed } from './decode-response';
import { DIALECT, type Fields } from './gemini-generate.wire';
import { readCitations } from './map-citations';
import { decodeFinishReason } from './map-finish-reason';
import { decodeSignature, PLACE, unmarkRedacted } from './map-signature';

/** Name under which what an answer says besides its candidates rides along with one of them. */
export const ANSWER = 'response';

type Carried = Pick<ToolCallPart, 'signature' | 'rest'>;

const CANDIDATE: ReadonlySet<string> = new Set(['content', 'finishReason', 'index']);

/** Puts the pieces of one candidate together: text and thinking run on until something else comes. */
export class CandidateReader {
  private open: 'text' | 'thinking' | undefined;
  private block = 0;
  private text = '';
  private hasToolCall = false;
  private reason: string | undefined;
  private kept: Fields | undefined;
  private readonly calls: CallBook;

  constructor(
    private readonly choice: number,
    responseId: string,
    private readonly takeBlock: () => number,
  ) {
    this.calls = new CallBook(callIdPrefix(responseId, choice));
  }

  get isFinished(): boolean {
    return this.reason !== undefined;
  }

  /** What the candidate said besides its content, so far. */
  get fields(): Fields {
    return this.kept ?? {};
  }

  read(candidate: Fields, path: string, events: StreamEvent[]): void {
    const parts = asArray(asObject(candidate['content'])?.['parts']);
    parts?.forEach((part, index) => this.readPart(part, `${path}.content.parts[${index}]`, events));
    const rest = findRest(candidate, CANDIDATE);
    if (rest !== undefined) this.kept = this.kept === undefined ? rest : Object.assign(this.kept, rest);
    const reason = asString(candidate['finishReason']);
    if (reason !== undefined && reason !== '') this.reason = reason;
  }

  /** `answer`: what the answer said besides, for one of its candidates to carry. */
  finish(events: StreamEvent[], answer: Fields | undefined): void {
    const { choice } = this;
    if (this.open === 'text' && this.kept !== undefined) {
      for (const citation of readCitations(this.kept, this.text)) {
        events.push({ type: 'citation', choice, block: this.block, citation });
      }
    }
    this.endBlock(events);
    const finish = decodeFinishReason(this.reason, this.hasToolCall);
    events.push(keep<StreamEvent>({ type: 'finish', choice, finish }, nest(ANSWER, answer, this.kept)));
  }

  private readPart(value: unknown, path: string, events: StreamEvent[]): void {
    const part = asObject(value);
    if (part === undefined) throw new MalformedPayload(path, 'is no object');
    if (typeof part['text'] === 'string' && part['functionCall'] === undefined)
      this.readText(part, part['text'], events);
    else this.readWhole(part, path, events);
  }

  private readText(part: Fields, text: string, events: StreamEvent[]): void {
    const { choice } = this;
    const signature = asString(part['thoughtSignature']);
    const isThought = part['thought'] === true;
    const unpacked = signature === undefined ? undefined : decodeSignature(signature);
    if (isThought && text === '' && unpacked !== undefined) {
      const hidden = unmarkRedacted(unpacked);
      if (hidden !== undefined) {
        this.endBlock(events);
        events.push({ type: 'redacted-thinking', choice, block: this.takeBlock(), signature: hidden });
        return;
      }
    }
    if (text !== '' || (isThought && unpacked !== undefined)) this.startBlock(isThought ? 'thinking' : 'text', events);
    if (text !== '') {
      if (!isThought) this.text += text;
      events.push(
        keepOdd({ type: isThought ? 'thinking-delta' : 'text-delta', choice, block: this.block, text }, part),
      );
    }
    if (unpacked === undefined) return;
    if (!isThought) {
      // A signed text: its signature follows as thinking without text.
      if (unpacked.dialect === DIALECT) unpacked.id = PLACE.onEmptyText;
      this.endBlock(events);
      this.startBlock('thinking', events);
    }
    events.push({ type: 'thinking-signature', choice, block: this.block, signature: unpacked });
    this.endBlock(events);
  }

  private readWhole(value: Fields, path: string, events: StreamEvent[]): void {
    const { choice } = this;
    const part = decodePart(value, path, this.calls, malformed);
    this.endBlock(events);
    const block = this.takeBlock();
    if (part.type === 'tool-call') {
      this.hasToolCall = true;
      const { id, name, kind, input } = part;
      events.push({ type: 'tool-input-start', choice, block, id, name, kind, ...carried(part) });
      if (input !== '') events.push({ type: 'tool-input-delta', choice, block, text: input });
      events.push({ type: 'tool-input-end', choice, block });
    } else if (part.type === 'thinking') {
      events.push({ type: 'thinking-start', choice, block });
      if (part.signature !== undefined) {
        events.push({ type: 'thinking-signature', choice, block, signature: part.signature });
      }
      events.push({ type: 'thinking-end', choice, block });
    } else if (isMedia(part) && part.source.kind === 'base64') {
      const { mediaType, data } = part.source;
      events.push({ type: 'media', choice, block, kind: part.type, mediaType, data, ...carried(part) });
    } else events.push({ type: 'opaque', choice, block, opaque: { dialect: DIALECT, value } });
  }

  private startBlock(kind: 'text' | 'thinking', events: StreamEvent[]): void {
    if (this.open === kind) return;
    this.endBlock(events);
    this.open = kind;
    this.block = this.takeBlock();
    const { choice, block } = this;
    if (kind === 'text') this.text = '';
    events.push(
      kind === 'text'
        ? { type: 'text-start', choice, block }
        : { type: 'thinking-start', choice, block, isSummary: true },
    );
  }

  private endBlock(events: StreamEvent[]): void {
    if (this.open === undefined) return;
    const { choice, block } = this;
    events.push({ type: this.open === 'text' ? 'text-end' : 'thinking-end', choice, block });
    this.open = undefined;
  }
}

/** What goes from a whole part to its event as it is. */
function carried({ signature, rest }: Carried): Carried {
  return { ...(signature !== undefined && { signature }), ...(rest !== undefined && { rest }) };
}

function isMedia(part: { type: string }): part is { type: 'image' | 'audio' | 'video' } & typeof part {
  return part.type === 'image' || part.type === 'audio' || part.type === 'video';
}

const TEXT: ReadonlySet<string> = new Set(['text', 'thought', 'thoughtSignature']);

/** Fields beside the text are rare; looking for them must cost nothing. */
function keepOdd(event: StreamEvent, part: Fields): StreamEvent {
  for (const name in part) {
    if (!TEXT.has(name)) return keep(event, findRest(part, TEXT));
  }
  return event;
}
