import { isDeepStrictEqual } from 'node:util';
import type { ChatRequest } from '../../../model/chat-request';
import { invalidRequest } from '../../invalid-request';
import { asObject, asString } from '../../read-json';
import type { Fields } from './openai-chat.wire';
import { readReasoning } from './decode-reasoning';
import { readResponseFormat } from './map-response-format';
import { readToolChoice } from './map-tool-choice';
import { readBoolean, readString, readWhole } from './read-fields';

/**
 * Things that callers may write in more than one way (older names, a string for a list). What they mean goes into the
 * request; how they were written is kept beside it and written again, as long as it still says the same.
 */
export interface Spelling {
  key: 'limit' | 'endUser' | 'stop' | 'logprobs' | 'responseFormat' | 'toolChoice' | 'reasoning';
  names: readonly string[];
  /** The part of the request that the fields stand for; empty = nothing that is understood. */
  read: (wire: Fields) => Partial<ChatRequest>;
}

/** `max_completion_tokens` came after `max_tokens` and counts where both are given. */
function readLimit(wire: Fields): Partial<ChatRequest> {
  const newer = readWhole(wire, 'max_completion_tokens', '', invalidRequest);
  const maxTokens = newer ?? readWhole(wire, 'max_tokens', '', invalidRequest);
  return maxTokens === undefined ? {} : { maxTokens };
}

function readEndUser(wire: Fields): Partial<ChatRequest> {
  const user = readString(wire, 'user', '', invalidRequest);
  const endUser = readString(wire, 'safety_identifier', '', invalidRequest) ?? user;
  return endUser === undefined ? {} : { endUser };
}

function readStop(wire: Fields): Partial<ChatRequest> {
  const { stop } = wire;
  if (stop === undefined || stop === null) return {};
  if (typeof stop === 'string') return { stop: [stop] };
  if (!Array.isArray(stop)) throw invalidRequest('stop', '必须是字符串或数组', 'must be a string or an array');
  return {
    stop: stop.map((item: unknown, index) => {
      const text = asString(item);
      if (text === undefined) throw invalidRequest(`stop[${index}]`, '必须是字符串', 'must be a string');
      return text;
    }),
  };
}

/** The number of alternatives does not by itself ask for any. */
function readLogprobs(wire: Fields): Partial<ChatRequest> {
  const isWanted = readBoolean(wire, 'logprobs', '', invalidRequest);
  const top = readWhole(wire, 'top_logprobs', '', invalidRequest);
  if (top !== undefined) return { logprobs: { isWanted: isWanted ?? false, top } };
  return isWanted === undefined ? {} : { logprobs: { isWanted } };
}

const THINKING = ['reasoning_effort', 'reasoning', 'thinking', 'enable_thinking', 'thinking_budget'];

export const SPELLINGS: readonly Spelling[] = [
  { key: 'limit', names: ['max_tokens', 'max_completion_tokens'], read: readLimit },
  { key: 'endUser', names: ['user', 'safety_identifier'], read: readEndUser },
  { key: 'stop', names: ['stop'], read: readStop },
  { key: 'logprobs', names: ['logprobs', 'top_logprobs'], read: readLogprobs },
  { key: 'responseFormat', names: ['response_format'], read: readResponseFormat },
  { key: 'toolChoice', names: ['tool_choice', 'function_call'], read: readToolChoice },
  { key: 'reasoning', names: THINKING, read: readReasoning },
];

/** The fields as they were written, if that is still what the request says. */
export function findWritten(spelling: Spelling, request: ChatRequest, written: Fields): Fields | undefined {
  const fields: Fields = {};
  for (const name of spelling.names) if (written[name] !== undefined) fields[name] = written[name];
  if (Object.keys(fields).length === 0) return undefined;
  const meaning = spelling.read(fields);
  const isTrue = Object.entries(meaning).every(([name, value]) =>
    isDeepStrictEqual(value, request[name as keyof ChatRequest]),
  );
  return isTrue ? fields : undefined;
}

/** How a request was written. */
export interface RequestNotes {
  /** By the names of SPELLINGS. */
  written: Fields;
  /** `stream: false` was said. */
  isStreamSaid?: boolean;
  /** Options of the caller's stream besides usage. */
  streamOptions?: Fields;
  /** Lists that were there and empty. */
  empty?: string[];
}

export function asNotes(notes: unknown): RequestNotes {
  return { written: {}, ...asObject(notes) };
}
