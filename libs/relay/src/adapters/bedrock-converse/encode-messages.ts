import type { Message } from '../../model/chat-request';
import { listRestLosses } from '../carry-rest';
import { asString } from '../read-json';
import { DIALECT, type WireBlock, type WireMessage } from './bedrock-converse.wire';
import { encodePart, type BlockContext } from './encode-block';

export interface EncodedMessages {
  system: WireBlock[];
  messages: WireMessage[];
}

/**
 * Turns as Converse wants them: instructions first and apart, user and assistant by turns, the first the user's, results of
 * tools first in theirs, and a word beside each document.
 */
export function encodeMessages(messages: readonly Message[], context: BlockContext): EncodedMessages {
  let first = messages.findIndex((message) => !isInstruction(message));
  // Instructions alone are no conversation: the last of them is what the user says.
  if (first < 0) first = Math.max(messages.length - 1, 0);
  const system = messages.slice(0, first).flatMap((message, index) => encodeParts(message, index, context));
  const turns: WireMessage[] = [];
  for (let index = first; index < messages.length; index++) {
    const message = messages[index]!;
    if (isInstruction(message)) {
      const reason = 'instructions here became a part of the user’s turn';
      context.losses.push({ field: `messages[${index}].role`, reason });
    }
    addTurn(turns, message.role === 'assistant' ? 'assistant' : 'user', encodeParts(message, index, context));
  }
  moveLeadingAssistant(turns, system, context);
  for (const turn of turns) if (turn.role === 'user') turn.content = complete(turn.content);
  trimPrefill(turns);
  return { system, messages: turns };
}

function isInstruction(message: Message): boolean {
  return message.role === 'system' || message.role === 'developer';
}

function encodeParts(message: Message, index: number, context: BlockContext): WireBlock[] {
  const { losses } = context;
  const path = `messages[${index}]`;
  listRestLosses(message, DIALECT, path, losses);
  if (message.name !== undefined) losses.push({ field: `${path}.name`, reason: 'participants have no names here' });
  return message.parts.flatMap((part, place) => {
    const at = `${path}.content[${place}]`;
    if (isInstruction(message) && part.type !== 'text') {
      losses.push({ field: at, reason: 'instructions are text here' });
      return [];
    }
    return encodePart(part, at, context);
  });
}

function addTurn(turns: WireMessage[], role: WireMessage['role'], content: WireBlock[]): void {
  if (content.length === 0) return;
  const before = turns.at(-1);
  if (before?.role === role) before.content.push(...content);
  else turns.push({ role, content });
}

/** A greeting before the user's first word is told with the instructions. Calls cannot be: what follows answers them. */
function moveLeadingAssistant(turns: WireMessage[], system: WireBlock[], { losses }: BlockContext): void {
  const [first] = turns;
  if (first?.role !== 'assistant' || turns.length < 2) return;
  if (!first.content.every((block) => 'text' in block || 'cachePoint' in block)) return;
  turns.shift();
  system.push(...first.content);
  losses.push({
    field: 'messages',
    reason: 'the first turn must be the user’s; the assistant’s went to the instructions',
  });
}

/** Results go first, each with the cache point after it; a document without a word of text is refused. */
function complete(content: WireBlock[]): WireBlock[] {
  const results: WireBlock[] = [];
  const others: WireBlock[] = [];
  let last = others;
  for (const block of content) {
    if (!('cachePoint' in block)) last = 'toolResult' in block ? results : others;
    last.push(block);
  }
  const document = content.find((block) => 'document' in block)?.['document'] as WireBlock | undefined;
  if (document !== undefined && !content.some((block) => 'text' in block)) others.push({ text: document['name'] });
  return [...results, ...others];
}

/** The beginning of an answer must not end in white space. */
function trimPrefill(turns: WireMessage[]): void {
  const last = turns.at(-1);
  const block = last?.role === 'assistant' ? last.content.at(-1) : undefined;
  const text = asString(block?.['text']);
  if (block !== undefined && text !== undefined) block['text'] = text.trimEnd();
}
