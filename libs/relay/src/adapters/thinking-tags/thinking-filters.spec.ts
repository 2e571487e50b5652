import fc from 'fast-check';
import type { Part } from '../../model/content';
import type { ChatResponse } from '../../model/chat-response';
import type { StreamEvent } from '../../model/stream-event';
import type { AnswerFilter } from '../answer-filter';
import { thinkingFilters } from './thinking-filters';

const TO_CONTENT = thinkingFilters({ toContent: true, toThinking: false });
const TO_THINKING = thinkingFilters({ toContent: false, toThinking: true });
const BOTH = thinkingFilters({ toContent: true, toThinking: true });
const SIGNATURE = { dialect: 'anthropic-messages', value: 's' } as const;

function whole(parts: Part[], filters: readonly AnswerFilter[]): Part[] {
  const response: ChatResponse = {
    dialect: 'openai-chat',
    id: 'a',
    model: 'm',
    createdAt: 1,
    choices: [{ index: 0, parts, finish: { unified: 'stop' } }],
    usage: undefined,
    extra: {},
  };
  return filters.reduce((changed, filter) => filter.whole(changed), response).choices[0]!.parts;
}

/** The same parts as a stream whose texts are cut into pieces of that size. */
function streamed(parts: readonly Part[], size: number): StreamEvent[] {
  return parts.flatMap((part, block): StreamEvent[] => {
    const at = { choice: 0, block };
    const pieces = (text: string) => text.match(new RegExp(`[^]{1,${size}}`, 'gu')) ?? [];
    switch (part.type) {
      case 'text':
        return [
          { type: 'text-start', ...at },
          ...pieces(part.text).map((text): StreamEvent => ({ type: 'text-delta', ...at, text })),
          { type: 'text-end', ...at },
        ];
      case 'thinking':
        return [
          { type: 'thinking-start', ...at },
          ...pieces(part.text).map((text): StreamEvent => ({ type: 'thinking-delta', ...at, text })),
          ...(part.signature === undefined
            ? []
            : [{ type: 'thinking-signature', ...at, signature: part.signature } as const]),
          { type: 'thinking-end', ...at },
        ];
      default:
        return [
          { type: 'tool-input-start', ...at, id: 'c', name: 'f', kind: 'function' },
          { type: 'tool-input-end', ...at },
        ];
    }
  });
}

function filtered(events: readonly StreamEvent[], filters: readonly AnswerFilter[]): StreamEvent[] {
  return filters.reduce<readonly StreamEvent[]>((before, filter) => {
    const open = filter.open();
    return before.flatMap((event) => open.push(event));
  }, events) as StreamEvent[];
}

/** Puts a stream together again, checking the order that StreamEvent promises. */
function joined(events: readonly StreamEvent[]): { type: string; text: string }[] {
  const parts = new Map<number, { type: string; text: string; isOpen: boolean }>();
  for (const event of events) {
    if (!('block' in event)) continue;
    const part = parts.get(event.block);
    if (event.type.endsWith('-start')) {
      expect(part).toBeUndefined();
      parts.set(event.block, { type: event.type.slice(0, -6), text: '', isOpen: true });
    } else if (event.type === 'text-delta' || event.type === 'thinking-delta') {
      expect(part).toMatchObject({ isOpen: true, type: event.type.slice(0, -6) });
      part!.text += event.text;
    } else if (event.type.endsWith('-end')) {
      expect(part).toMatchObject({ isOpen: true });
      part!.isOpen = false;
    }
  }
  return [...parts.values()].map(({ type, text, isOpen }) => {
    expect(isOpen).toBe(false);
    return { type, text };
  });
}
const plain = (parts: readonly Part[]) =>
  parts.map((part) => ({
    type: part.type === 'tool-call' ? 'tool-input' : part.type,
    text: 'text' in part ? part.text : '',
  }));

const CALL: Part = { type: 'tool-call', id: 'c', name: 'f', kind: 'function', input: '' };

describe('thinking_to_content', () => {
  it('gives thinking as text in front, without its proofs', () => {
    const parts: Part[] = [
      { type: 'thinking', text: 'why', signature: SIGNATURE },
      { type: 'redacted-thinking', signature: SIGNATURE },
      { type: 'thinking', text: '', signature: SIGNATURE },
      { type: 'text', text: 'so' },
      CALL,
    ];
    expect(whole(parts, TO_CONTENT)).toEqual([{ type: 'text', text: '<think>why</think>\n\n' }, parts[3], CALL]);
  });
});

describe('content_to_thinking', () => {
  it('finds thinking in the first text only', () => {
    const parts: Part[] = [
      CALL,
      { type: 'text', text: '<think>why</think>so' },
      { type: 'text', text: '<think>x</think>' },
    ];
    expect(whole(parts, TO_THINKING)).toEqual([
      CALL,
      { type: 'thinking', text: 'why' },
      { type: 'text', text: 'so' },
      parts[2],
    ]);
  });

  it('is the way back of the other', () => {
    const parts: Part[] = [
      { type: 'thinking', text: 'why' },
      { type: 'text', text: 'so' },
    ];
    const [tagged, text] = whole(parts, TO_CONTENT) as { text: string }[];
    expect(whole([{ type: 'text', text: tagged!.text + text!.text }], TO_THINKING)).toEqual(parts);
  });

  it('leaves an answer without thinking as it was, each event the same', () => {
    const events = streamed([{ type: 'text', text: 'Hello there' }, CALL], 4);
    expect(filtered(events, TO_THINKING)).toEqual(events);
  });

  it('keeps the choices of an answer apart', () => {
    const events: StreamEvent[] = [
      { type: 'text-start', choice: 0, block: 0 },
      { type: 'text-start', choice: 1, block: 1 },
      { type: 'text-delta', choice: 0, block: 0, text: '<thi' },
      { type: 'text-delta', choice: 1, block: 1, text: 'plain' },
      { type: 'text-delta', choice: 0, block: 0, text: 'nk>a</think>b' },
      { type: 'text-end', choice: 0, block: 0 },
      { type: 'text-end', choice: 1, block: 1 },
    ];
    expect(joined(filtered(events, TO_THINKING))).toEqual([
      { type: 'text', text: 'plain' },
      { type: 'thinking', text: 'a' },
      { type: 'text', text: 'b' },
    ]);
  });
});

describe('both', () => {
  it.each([
    ['thinking_to_content', TO_CONTENT],
    ['content_to_thinking', TO_THINKING],
    ['both', BOTH],
  ])('%s: a stream says what the whole answer says, however it is cut', (_, filters) => {
    const text = fc
      .array(fc.constantFrom('<think>', '</think>', '</', 'a', '\n', '猫'), { maxLength: 6 })
      .map((words) => words.join(''));
    const part = fc.oneof(
      text.map((one): Part => ({ type: 'text', text: one })),
      text.map((one): Part => ({ type: 'text', text: `<think>${one}` })),
      text.map((one): Part => ({ type: 'thinking', text: one, signature: SIGNATURE })),
      fc.constant(CALL),
    );
    fc.assert(
      fc.property(fc.array(part, { maxLength: 5 }), fc.integer({ min: 1, max: 9 }), (parts, size) => {
        expect(joined(filtered(streamed(parts, size), filters))).toEqual(plain(whole(parts, filters)));
      }),
      { numRuns: 500 },
    );
  });
});
