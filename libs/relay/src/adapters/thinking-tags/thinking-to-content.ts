import type { Part, TextPart } from '../../model/content';
import type { ChatResponse } from '../../model/chat-response';
import type { StreamEvent } from '../../model/stream-event';
import type { AnswerFilter, EventFilter } from '../answer-filter';

const OPEN = '<think>';
const CLOSE = '</think>\n\n';

/** For clients that show only text. What proves thinking goes with it: no upstream would take it without. */
export const THINKING_TO_CONTENT: AnswerFilter = {
  whole: thinkingToContent,
  open: () => new ThinkingWriter(),
};

function thinkingToContent(response: ChatResponse): ChatResponse {
  const choices = response.choices.map((choice) => ({ ...choice, parts: choice.parts.flatMap(toText) }));
  return { ...response, choices };
}

function toText(part: Part): Part[] {
  if (part.type === 'redacted-thinking') return [];
  if (part.type !== 'thinking') return [part];
  const text: TextPart = { type: 'text', text: OPEN + part.text + CLOSE };
  return part.text === '' ? [] : [text];
}

/** Each block of thinking becomes a block of text; one that never says anything is left out. */
class ThinkingWriter implements EventFilter {
  /** Blocks of thinking that are open, and whether they have said something. */
  private readonly blocks = new Map<number, boolean>();

  push(event: StreamEvent): StreamEvent[] {
    switch (event.type) {
      case 'thinking-start':
        this.blocks.set(event.block, false);
        return [];
      case 'thinking-delta':
        return event.text === '' ? [] : this.write(event.choice, event.block, event.text);
      case 'thinking-signature':
      case 'redacted-thinking':
        return [];
      case 'thinking-end':
        return this.close(event.choice, event.block);
      default:
        return [event];
    }
  }

  private write(choice: number, block: number, text: string): StreamEvent[] {
    if (this.blocks.get(block) === true) return [{ type: 'text-delta', choice, block, text }];
    this.blocks.set(block, true);
    return [
      { type: 'text-start', choice, block },
      { type: 'text-delta', choice, block, text: OPEN + text },
    ];
  }

  private close(choice: number, block: number): StreamEvent[] {
    const hasSpoken = this.blocks.get(block) === true;
    this.blocks.delete(block);
    if (!hasSpoken) return [];
    return [
      { type: 'text-delta', choice, block, text: CLOSE },
      { type: 'text-end', choice, block },
    ];
  }
}
