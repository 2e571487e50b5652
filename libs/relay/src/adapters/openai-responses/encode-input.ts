import type { ChatRequest, Message } from '../../model/chat-request';
import type { Part } from '../../model/content';
import { listRestLosses, restOf } from '../carry-rest';
import { itemFields, noteOf, type Notes } from './carry-notes';
import { encodeContentPart } from './encode-content';
import { encodeItem, encodeSignatureOf, isItem } from './encode-item';
import type { ItemContext } from './item-context';
import { DIALECT, type WireItem, type WireObject } from './openai-responses.wire';

export interface EncodedInput {
  instructions?: string;
  input: WireItem[];
}

/** Turns as items. Instructions at the beginning go where OpenAI has a field for them; all others keep their place. */
export function encodeInput({ messages }: ChatRequest, context: ItemContext): EncodedInput {
  const leading = context.isOwn ? countOwnInstructions(messages) : countLeading(messages, context);
  const texts = messages.slice(0, leading).map((message, index) => encodeInstructions(message, index, context));
  const input = messages.slice(leading).flatMap((message, at) => encodeMessage(message, leading + at, context));
  const isSaid = context.isOwn ? leading > 0 : texts.some((text) => text !== '');
  return isSaid ? { instructions: texts.join('\n\n'), input } : { input };
}

function countOwnInstructions(messages: readonly Message[]): number {
  return messages[0] !== undefined && noteOf(messages[0]).isInstructions === true ? 1 : 0;
}

/** Instructions alone are no conversation: then they are its input. */
function countLeading(messages: readonly Message[], context: ItemContext): number {
  const first = messages.findIndex((message) => !isPlainInstruction(message, context));
  return first < 0 ? 0 : first;
}

function isPlainInstruction({ role, parts }: Message, { hasCacheMarks }: ItemContext): boolean {
  if (role !== 'system' && role !== 'developer') return false;
  return parts.every((part) => part.type === 'text' && !(hasCacheMarks && part.cache !== undefined));
}

function encodeInstructions(message: Message, index: number, context: ItemContext): string {
  listMessageLosses(message, index, context);
  const parts = message.parts.map((part, at) => {
    return encodeContentPart(part, message.role, `messages[${index}].content[${at}]`, context);
  });
  return parts.map((part) => part?.['text']).join('\n\n');
}

function listMessageLosses(message: Message, index: number, { isOwn, losses }: ItemContext): void {
  const path = `messages[${index}]`;
  if (message.name !== undefined && !isOwn) {
    losses.push({ field: `${path}.name`, reason: 'participants have no names here' });
  }
  listRestLosses(message, DIALECT, path, losses);
}

function encodeMessage(message: Message, index: number, context: ItemContext): WireItem[] {
  listMessageLosses(message, index, context);
  const { fields, form } = keptBy(message);
  return encodeParts(message.parts, message.role, `messages[${index}].content`, context, { fields, form });
}

function keptBy(message: Message): { fields: WireObject; form: Notes } {
  const form = noteOf(message);
  return { fields: { ...form.item, ...restOf(message, DIALECT) }, form };
}

/** Parts as items: what is said in a row is one message, unless it was written as several. */
export function encodeParts(
  parts: readonly Part[],
  role: Message['role'],
  path: string,
  context: ItemContext,
  whole?: { fields: WireObject; form: Notes },
): WireItem[] {
  const items: WireItem[] = [];
  let open: WireObject[] | undefined;
  const begin = (fields: WireObject, form: Notes): WireObject[] => {
    const content: WireObject[] = [];
    const item: WireObject = { ...fields, role, content };
    if (form.isBare !== true) item['type'] = 'message';
    items.push(item as WireItem);
    return content;
  };
  // An empty message is one if somebody wrote it.
  if (parts.length === 0 && whole?.form.item !== undefined) begin(whole.fields, whole.form);
  parts.forEach((part, index) => {
    const at = `${path}[${index}]`;
    if (isItem(part)) {
      open = undefined;
      items.push(...encodeItem(part, at, context));
      return;
    }
    const signature = part.type === 'text' ? encodeSignatureOf(part, at, context) : [];
    const wire = encodeContentPart(part, role, at, context);
    if (wire === undefined) return;
    const form = noteOf(part);
    if (signature.length > 0) items.push(...signature);
    if (open === undefined || form.item !== undefined || signature.length > 0) {
      const isOwnItem = form.item !== undefined;
      open = begin(isOwnItem ? itemFields(part) : (whole?.fields ?? {}), isOwnItem ? form : (whole?.form ?? {}));
    }
    open.push(wire);
    if ((form.isString ?? whole?.form.isString) === true) items[items.length - 1]!['content'] = wire['text'];
  });
  return items;
}
