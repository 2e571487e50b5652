import type { Message } from '../../../model/chat-request';
import type { Part, ToolCallPart, ToolResultPart } from '../../../model/content';
import { findRest, keepRest } from '../../carry-rest';
import { invalidRequest } from '../../invalid-request';
import { decodeAssistant, decodeContent, toMessage, type MessageNotes } from './decode-assistant';
import { decodePart, withCache } from './decode-part';
import { decodeCache, findStrangeCache } from './map-cache-control';
import { DIALECT, type Fields } from './openai-chat.wire';
import { readString, wantObject, wantString } from './read-fields';

const MESSAGE = new Set(['role', 'content', 'name', 'cache_control']);
const TOOL = new Set(['role', 'content', 'tool_call_id', 'name', 'cache_control']);

/** How a result was written. */
export interface ResultNotes {
  content?: 'text' | 'parts';
  /** A message of role `function`, before there were tools. */
  isLegacy?: boolean;
}

/** Results of tools that follow each other become parts of one message of the user. */
export function decodeMessages(list: readonly unknown[]): Message[] {
  const messages: Message[] = [];
  const calls: ToolCallPart[] = [];
  let results: Message | undefined;
  list.forEach((value, index) => {
    const path = `messages[${index}]`;
    const wire = wantObject(value, path, invalidRequest);
    const role = wire['role'];
    if (role === 'tool' || role === 'function') {
      if (results === undefined) messages.push((results = { role: 'user', parts: [] }));
      results.parts.push(decodeResult(wire, path, calls));
      return;
    }
    results = undefined;
    const message = decodeMessage(wire, path);
    for (const part of message.parts) if (part.type === 'tool-call') calls.push(part);
    messages.push(message);
  });
  return messages;
}

function decodeMessage(wire: Fields, path: string): Message {
  const { role } = wire;
  if (role !== 'system' && role !== 'developer' && role !== 'user' && role !== 'assistant') {
    throw invalidRequest(`${path}.role`, '不是已知的角色', 'is not a known role');
  }
  const message = role === 'assistant' ? decodeAnswer(wire, path) : decodeSaid(role, wire, path);
  const name = readString(wire, 'name', path, invalidRequest);
  if (name !== undefined) message.name = name;
  return markLast(message, wire, path);
}

/** Calls of old have no id: one by their place stays the same from turn to turn. */
function decodeAnswer(wire: Fields, path: string): Message {
  const legacyId = `call_${path.slice('messages['.length, -1)}`;
  return toMessage('assistant', decodeAssistant(wire, path, { fail: invalidRequest, isAnswer: false, legacyId }));
}

function decodeSaid(role: 'system' | 'developer' | 'user', wire: Fields, path: string): Message {
  const notes: MessageNotes = {};
  const parts = decodeContent(wire, path, notes, invalidRequest, (value, at) => {
    const part = decodePart(value, at, invalidRequest);
    const fits = role === 'user' ? part?.type !== 'refusal' && part?.type !== 'thinking' : part?.type === 'text';
    if (part === undefined || !fits) throw refuseType(at);
    return part;
  });
  if (notes.content === undefined) {
    throw invalidRequest(`${path}.content`, '必须是字符串或数组', 'must be a string or an array');
  }
  return toMessage(role, { parts, fields: findRest(wire, MESSAGE), notes });
}

/** A mark on a message is one on its last part. */
function markLast(message: Message, wire: Fields, path: string): Message {
  const cache = decodeCache(wire, path, invalidRequest);
  const last = message.parts.at(-1);
  if (cache !== undefined && last !== undefined && canMark(last) && last.cache === undefined) {
    last.cache = cache;
    const notes = { ...(message.rest?.notes as MessageNotes | undefined), hasCache: true };
    return keepRest(message, DIALECT, message.rest?.fields, notes);
  }
  const kept = cache === undefined ? findStrangeCache(wire) : { cache_control: wire['cache_control'] };
  if (kept === undefined) return message;
  return keepRest(message, DIALECT, { ...message.rest?.fields, ...kept }, message.rest?.notes);
}

function canMark(part: Part): part is Exclude<Part, { type: 'thinking' | 'redacted-thinking' | 'refusal' }> {
  return part.type !== 'thinking' && part.type !== 'redacted-thinking' && part.type !== 'refusal';
}

function decodeResult(wire: Fields, path: string, calls: readonly ToolCallPart[]): ToolResultPart {
  const isLegacy = wire['role'] === 'function';
  const name = isLegacy
    ? wantString(wire, 'name', path, invalidRequest)
    : readString(wire, 'name', path, invalidRequest);
  const callId = isLegacy
    ? (calls.findLast((call) => call.name === name)?.id ?? `call_${name ?? ''}`)
    : wantString(wire, 'tool_call_id', path, invalidRequest);
  const notes: ResultNotes = {};
  const content = decodeContent(wire, path, notes, invalidRequest, decodeResultPart);
  if (isLegacy) notes.isLegacy = true;
  const kind = calls.findLast((call) => call.id === callId)?.kind ?? 'function';
  const part: ToolResultPart = { type: 'tool-result', callId, kind, content: content as ToolResultPart['content'] };
  if (name !== undefined) part.name = name;
  return withCache(keepRest(part, DIALECT, findRest(wire, TOOL), notes), wire, path, invalidRequest);
}

function decodeResultPart(value: unknown, path: string): Part {
  const part = decodePart(value, path, invalidRequest);
  if (part?.type === 'text' || part?.type === 'image' || part?.type === 'document') return part;
  throw refuseType(path);
}

function refuseType(path: string): Error {
  return invalidRequest(`${path}.type`, '不支持的类型', 'is not a type that can stand here');
}
