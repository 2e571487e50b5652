import type { Part, TextPart, ThinkingPart } from '../../model/content';
import type { ChatResponse } from '../../model/chat-response';
import type { StreamEvent } from '../../model/stream-event';
import type { AnswerFilter, EventFilter } from '../answer-filter';
import { LeadingThought, type ThoughtPiece } from './leading-thought';

/** For upstreams whose servers leave the model's thinking in its text. */
export const CONTENT_TO_THINKING: AnswerFilter = {
  whole: contentToThinking,
  open: () => new ThoughtFinder(),
};

function contentToThinking(response: ChatResponse): ChatResponse {
  const choices = response.choices.map((choice) => ({ ...choice, parts: splitFirst(choice.parts) }));
  return { ...response, choices };
}

function splitFirst(parts: readonly Part[]): Part[] {
  const at = parts.findIndex(({ type }) => type === 'text');
  return at < 0 ? [...parts] : parts.flatMap((part, index) => (index === at ? split(part as TextPart) : [part]));
}

function split(part: TextPart): Part[] {
  const thought = new LeadingThought();
  const pieces = [...thought.push(part.text), ...thought.end()];
  const joined = (kind: ThoughtPiece['kind']) =>
    pieces.map((piece) => (piece.kind === kind ? piece.text : '')).join('');
  const text = joined('text');
  if (text === part.text) return [part];
  const thinking: ThinkingPart = { type: 'thinking', text: joined('thinking') };
  // Places in the text are no more where they were.
  const { citations: _, ...plain } = part;
  return [...(thinking.text === '' ? [] : [thinking]), ...(text === '' ? [] : [{ ...plain, text }])];
}

type Blocked = Extract<StreamEvent, { block: number }>;
type TextDelta = Extract<StreamEvent, { type: 'text-delta' }>;

/** A first text that is looked at; nothing of it went out yet, or thinking did. */
interface Search {
  thought: LeadingThought;
  start: Blocked;
  isThinking: boolean;
  hasText: boolean;
}

/** Splits the first text block of each choice. Blocks get new numbers, as there may be one more of them. */
class ThoughtFinder implements EventFilter {
  private readonly searches = new Map<number, Search>();
  private readonly seenChoices = new Set<number>();
  private readonly numbers = new Map<number, number>();
  private nextNumber = 0;

  push(event: StreamEvent): readonly StreamEvent[] {
    if (!('block' in event)) return [event];
    if (event.type === 'text-start' && !this.seenChoices.has(event.choice)) {
      this.seenChoices.add(event.choice);
      this.searches.set(event.block, {
        thought: new LeadingThought(),
        start: event,
        isThinking: false,
        hasText: false,
      });
      return [];
    }
    const search = this.searches.get(event.block);
    return search === undefined ? [this.numbered(event)] : this.search(event, search);
  }

  private search(event: Blocked, search: Search): StreamEvent[] {
    const written: StreamEvent[] = [];
    if (event.type === 'text-delta') this.feed(event, search, written);
    else {
      // Whatever else comes to the block, a citation or its end, comes after all its text so far.
      this.write(search.thought.end(), event, search, written);
      if (event.type !== 'text-end' || search.hasText || !search.thought.hasTag) {
        this.beginText(search, written);
        written.push(this.numbered(event));
      } else this.endThinking(event, search, written);
      if (event.type === 'text-end') this.searches.delete(event.block);
    }
    return written;
  }

  private feed(event: TextDelta, search: Search, written: StreamEvent[]): void {
    const pieces = search.thought.isOver ? undefined : search.thought.push(event.text);
    const isUnchanged = pieces?.length === 1 && pieces[0]!.kind === 'text' && pieces[0]!.text === event.text;
    if (pieces !== undefined && !isUnchanged) return this.write(pieces, event, search, written);
    this.beginText(search, written);
    written.push(this.numbered(event));
  }

  private write(pieces: readonly ThoughtPiece[], at: Blocked, search: Search, written: StreamEvent[]): void {
    for (const { kind, text } of pieces) {
      const { choice } = at;
      if (kind === 'text') {
        this.beginText(search, written);
        written.push({ type: 'text-delta', choice, block: this.numberOf(at.block), text });
        continue;
      }
      if (!search.isThinking) {
        search.isThinking = true;
        written.push({ type: 'thinking-start', choice, block: this.newNumber(at.block) });
      }
      written.push({ type: 'thinking-delta', choice, block: this.numberOf(at.block), text });
    }
  }

  private beginText(search: Search, written: StreamEvent[]): void {
    if (search.hasText) return;
    const { start } = search;
    this.endThinking(start, search, written);
    search.hasText = true;
    written.push({ ...start, block: this.newNumber(start.block) });
  }

  private endThinking({ choice, block }: Blocked, search: Search, written: StreamEvent[]): void {
    if (!search.isThinking) return;
    search.isThinking = false;
    written.push({ type: 'thinking-end', choice, block: this.numberOf(block) });
  }

  private numbered(event: Blocked): StreamEvent {
    const block = this.numberOf(event.block);
    return block === event.block ? event : { ...event, block };
  }

  private numberOf(block: number): number {
    return this.numbers.get(block) ?? this.newNumber(block);
  }

  private newNumber(block: number): number {
    const number = this.nextNumber++;
    this.numbers.set(block, number);
    return number;
  }
}
