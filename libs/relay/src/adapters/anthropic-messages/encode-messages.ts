import type { ChatRequest, Message } from '../../model/chat-request';
import { listRestLosses, restOf, restoreRest } from '../carry-rest';
import { asString } from '../read-json';
import { DIALECT, type WireBlock, type WireMessage } from './anthropic-messages.wire';
import { encodePart, type BlockContext } from './encode-block';

export interface EncodedMessages {
  system?: WireBlock[];
  messages: WireMessage[];
}

interface Turns {
  list: WireMessage[];
  context: BlockContext;
  hasMidSystem: boolean;
}

/**
 * Turns as Anthropic wants them: instructions first and apart, user and assistant by turns with neighbours of one role made one,
 * results of tools first in theirs, the first turn the user's, no empty text. Nothing is made up to get there.
 */
export function encodeMessages(request: ChatRequest, context: BlockContext, hasMidSystem: boolean): EncodedMessages {
  const { messages } = request;
  let first = messages.findIndex((message) => !isInstruction(message));
  if (first < 0) {
    // Instructions alone are no conversation: the last of them is what the user says.
    first = Math.max(messages.length - 1, 0);
    if (messages.length > 0) demote(context, first);
  }
  const leading = messages.slice(0, first);
  const system = leading.flatMap((message, index) => encodeParts(message, index, context));
  const turns: Turns = { list: [], context, hasMidSystem };
  for (let index = first; index < messages.length; index++) addTurn(turns, messages, index);
  for (const turn of turns.list) if (turn.role === 'user') turn.content = putResultsFirst(turn.content);
  if (!context.isOwn) {
    moveLeadingAssistant(turns, system);
    trimPrefill(turns.list);
  }
  const isSaid = system.length > 0 || (context.isOwn && leading.some((message) => message.parts.length === 0));
  return isSaid ? { system, messages: turns.list } : { messages: turns.list };
}

function isInstruction(message: Message): boolean {
  return message.role === 'system' || message.role === 'developer';
}

function encodeParts(message: Message, index: number, context: BlockContext): WireBlock[] {
  listRestLosses(message, DIALECT, `messages[${index}]`, context.losses);
  if (message.name !== undefined)
    context.losses.push({ field: `messages[${index}].name`, reason: 'participants have no names here' });
  return message.parts.flatMap((part, at) => {
    const path = `messages[${index}].content[${at}]`;
    if (isInstruction(message) && part.type !== 'text') {
      context.losses.push({ field: path, reason: 'instructions are text here' });
      return [];
    }
    return encodePart(part, path, context) ?? [];
  });
}

function addTurn(turns: Turns, messages: readonly Message[], index: number): void {
  const message = messages[index]!;
  const role = turnRole(turns, messages, index);
  const content = encodeParts(message, index, turns.context);
  if (content.length === 0) return;
  const before = turns.list[turns.list.length - 1];
  const isPlain = restOf(message, DIALECT) === undefined;
  if (isPlain && before?.role === role && Object.keys(before).length === 2) before.content.push(...content);
  else turns.list.push(restoreRest<WireMessage>({ role, content }, message, DIALECT));
}

/** Instructions within the conversation stay where they are, so that what is cached before them still fits. */
function turnRole(turns: Turns, messages: readonly Message[], index: number): WireMessage['role'] {
  const { role } = messages[index]!;
  if (role === 'user' || role === 'assistant') return role;
  if (turns.context.isOwn) return turns.list.length > 0 ? 'system' : 'user';
  const next = messages.slice(index + 1).find((message) => !isInstruction(message));
  const before = turns.list[turns.list.length - 1]?.role;
  const fits = (before === 'user' || before === 'system') && (next === undefined || next.role === 'assistant');
  if (turns.hasMidSystem && fits) return 'system';
  if (messages.some((message) => !isInstruction(message))) demote(turns.context, index);
  return 'user';
}

function demote(context: BlockContext, index: number): void {
  context.losses.push({
    field: `messages[${index}].role`,
    reason: 'instructions here became a part of the user’s turn',
  });
}

function putResultsFirst(content: WireBlock[]): WireBlock[] {
  const results = content.filter((block) => block.type === 'tool_result');
  if (results.length === 0 || results.length === content.length) return content;
  return [...results, ...content.filter((block) => block.type !== 'tool_result')];
}

/** A greeting before the user's first word is told with the instructions. Calls cannot be: what follows answers them. */
function moveLeadingAssistant(turns: Turns, system: WireBlock[]): void {
  const [first] = turns.list;
  if (first?.role !== 'assistant' || turns.list.length < 2) return;
  if (!first.content.every((block) => block.type === 'text')) return;
  turns.list.shift();
  system.push(...first.content);
  turns.context.losses.push({
    field: 'messages',
    reason: 'the first turn must be the user’s; the assistant’s went to the instructions',
  });
}

/** The beginning of an answer must not end in white space. */
function trimPrefill(list: WireMessage[]): void {
  const last = list[list.length - 1];
  const block = last?.role === 'assistant' ? last.content[last.content.length - 1] : undefined;
  if (last === undefined || block?.type !== 'text') return;
  const text = asString(block['text'])?.trimEnd();
  if (text === '') last.content.pop();
  else block['text'] = text;
  if (last.content.length === 0) list.pop();
}
