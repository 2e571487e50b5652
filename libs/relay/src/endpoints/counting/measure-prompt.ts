import type { ChatRequest, Message, Tool } from '../../model/chat-request';
import type { Part } from '../../model/content';
import { textsOfOpaque } from './opaque-texts';

/** What of a prompt can be counted: its texts, and how many things there are around and beside them. */
export interface PromptMeasure {
  texts: string[];
  messages: number;
  tools: number;
  images: number;
  smallImages: number;
  files: number;
}

export function measurePrompt(request: ChatRequest): PromptMeasure {
  const measure: PromptMeasure = {
    texts: [],
    messages: request.messages.filter(({ role }) => role !== 'system').length,
    tools: request.tools.length,
    images: 0,
    smallImages: 0,
    files: 0,
  };
  for (const tool of request.tools) addTool(measure, tool);
  const turn = startOfTurn(request.messages);
  request.messages.forEach(({ name, parts }, index) => {
    addText(measure, name);
    // Vendors drop the thinking of turns that are over.
    for (const part of parts) if (part.type !== 'thinking' || index > turn) addPart(measure, part);
  });
  if (request.responseFormat?.type === 'json-schema') addText(measure, JSON.stringify(request.responseFormat.schema));
  return measure;
}

/** The last message that somebody wrote, in which not all is results of tools. */
function startOfTurn(messages: readonly Message[]): number {
  for (let index = messages.length - 1; index >= 0; index--) {
    const { role, parts } = messages[index]!;
    if (role === 'user' && parts.some(({ type }) => type !== 'tool-result')) return index;
  }
  return -1;
}

function addTool(measure: PromptMeasure, tool: Tool): void {
  addText(measure, tool.name);
  if (tool.type === 'hosted') {
    measure.texts.push(...textsOfOpaque(tool.opaque.value));
    return;
  }
  addText(measure, tool.description);
  const shape = tool.type === 'function' ? tool.parameters : tool.format;
  if (shape !== undefined) addText(measure, JSON.stringify(shape));
}

function addPart(measure: PromptMeasure, part: Part): void {
  switch (part.type) {
    case 'text':
    case 'thinking':
    case 'refusal':
      return addText(measure, part.text);
    case 'image':
      if (part.detail === 'low') measure.smallImages++;
      else measure.images++;
      return;
    case 'document':
      addText(measure, part.title);
      addText(measure, part.context);
      if (part.source.kind === 'text') addText(measure, part.source.text);
      else measure.files++;
      return;
    case 'audio':
    case 'video':
      measure.files++;
      return;
    case 'tool-call':
      addText(measure, part.name);
      return addText(measure, part.input);
    case 'tool-result':
      for (const inner of part.content) addPart(measure, inner);
      return;
    case 'opaque':
      measure.texts.push(...textsOfOpaque(part.opaque.value));
      return;
    case 'redacted-thinking':
      // Nobody here can read how long it is.
      return;
  }
}

function addText(measure: PromptMeasure, text: string | undefined): void {
  if (text !== undefined && text !== '') measure.texts.push(text);
}
