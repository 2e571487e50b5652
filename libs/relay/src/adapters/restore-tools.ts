import type { Part, ToolCallPart } from '../model/content';
import type { ChatResponse } from '../model/chat-response';
import type { StreamEvent } from '../model/stream-event';
import type { AnswerFilter, EventFilter } from './answer-filter';
import { asObject, asString } from './read-json';
import { TEXT_INPUT, type ToolNames } from './tool-names';

type InputStart = Extract<StreamEvent, { type: 'tool-input-start' }>;

export function toolRestoration(names: ToolNames): AnswerFilter {
  return { whole: (response) => restoreTools(response, names), open: () => new ToolRestorer(names) };
}

/** Turns the calls of an answer back into those of the tools that the caller offered: names, namespaces, free text. */
export function restoreTools(response: ChatResponse, names: ToolNames): ChatResponse {
  const choices = response.choices.map((choice) => ({
    ...choice,
    parts: choice.parts.map((part): Part => (part.type === 'tool-call' ? restoreCall(part, names) : part)),
  }));
  return { ...response, choices };
}

/** The same in a stream. Free text comes when its wrapping is complete: until then its end cannot be told from its quotes. */
export class ToolRestorer implements EventFilter {
  private readonly wrapped = new Map<number, string>();

  constructor(private readonly names: ToolNames) {}

  push(event: StreamEvent): StreamEvent[] {
    switch (event.type) {
      case 'tool-input-start':
        return [this.start(event)];
      case 'tool-input-delta': {
        const text = this.wrapped.get(event.block);
        if (text === undefined) return [event];
        this.wrapped.set(event.block, text + event.text);
        return [];
      }
      case 'tool-input-end': {
        const text = this.wrapped.get(event.block);
        if (text === undefined) return [event];
        this.wrapped.delete(event.block);
        return [{ ...event, type: 'tool-input-delta', text: unwrapText(text) }, event];
      }
      default:
        return [event];
    }
  }

  private start(event: InputStart): InputStart {
    const asked = this.names.fromWire(event.name);
    if (asked === undefined) return event;
    if (asked.kind === 'custom' && event.kind === 'function') this.wrapped.set(event.block, '');
    return { ...event, ...asked };
  }
}

function restoreCall(call: ToolCallPart, names: ToolNames): ToolCallPart {
  const asked = names.fromWire(call.name);
  if (asked === undefined) return call;
  const isWrapped = asked.kind === 'custom' && call.kind === 'function';
  return { ...call, ...asked, input: isWrapped ? unwrapText(call.input) : call.input };
}

/** A model that ignored the wrapping wrote the text itself. */
function unwrapText(input: string): string {
  try {
    return asString(asObject(JSON.parse(input))?.[TEXT_INPUT]) ?? input;
  } catch {
    return input;
  }
}
