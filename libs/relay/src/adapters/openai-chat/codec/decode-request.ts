import type { ChatRequest } from '../../../model/chat-request';
import { keepRest } from '../../carry-rest';
import { invalidRequest } from '../../invalid-request';
import { asObject, without } from '../../read-json';
import { decodeMessages } from './decode-messages';
import { readSettings, SETTINGS } from './decode-settings';
import { decodeTools } from './decode-tools';
import { DIALECT, type Fields } from './openai-chat.wire';
import { readBoolean, readList, readObject, readString } from './read-fields';
import { SPELLINGS, type RequestNotes } from './spellings';

const READ: ReadonlySet<string> = new Set([
  ...SETTINGS,
  'model',
  'messages',
  'stream',
  'stream_options',
  'tools',
  'functions',
  'web_search_options',
]);

/** A caller's body as a neutral request; what has no neutral word is in `extra`, an explicit null too. */
export function decodeRequest(body: unknown, hints: { model?: string; isStream?: boolean }): ChatRequest {
  const wire = asObject(body);
  if (wire === undefined) throw invalidRequest('body', '必须是 JSON 对象', 'must be a JSON object');
  const messages = readList(wire, 'messages', '', invalidRequest) ?? [];
  if (messages.length === 0) throw invalidRequest('messages', '必须是非空数组', 'must be a non-empty array');
  const stream = readBoolean(wire, 'stream', '', invalidRequest);
  const options = readObject(wire, 'stream_options', '', invalidRequest);
  const request: ChatRequest = {
    dialect: DIALECT,
    model: readModel(wire, hints.model),
    isStream: hints.isStream ?? stream ?? false,
    wantsStreamUsage: readBoolean(options ?? {}, 'include_usage', 'stream_options', invalidRequest) ?? false,
    messages: decodeMessages(messages),
    tools: decodeTools(wire),
    ...readSettings(wire),
    extra: {},
  };
  const notes: RequestNotes = { written: {} };
  if (stream === false) notes.isStreamSaid = true;
  if (options !== undefined) notes.streamOptions = without(options, new Set(['include_usage']));
  const empty = ['tools', 'functions'].filter((name) => Array.isArray(wire[name]) && wire[name].length === 0);
  if (empty.length > 0) notes.empty = empty;
  const understood = readSpellings(wire, request, notes);
  for (const name of Object.keys(wire)) {
    if (!understood.has(name) || wire[name] === null) request.extra[name] = wire[name];
  }
  return keepRest(request, DIALECT, undefined, notes);
}

function readModel(wire: Fields, hint: string | undefined): string {
  const model = hint ?? readString(wire, 'model', '', invalidRequest);
  if (model === undefined || model === '')
    throw invalidRequest('model', '必须是非空字符串', 'must be a non-empty string');
  return model;
}

/** Gives back the names of all fields that were understood. */
function readSpellings(wire: Fields, request: ChatRequest, notes: RequestNotes): ReadonlySet<string> {
  const understood = new Set(READ);
  for (const { names, read } of SPELLINGS) {
    const meaning = read(wire);
    if (Object.keys(meaning).length === 0) continue;
    Object.assign(request, meaning);
    for (const name of names) {
      if (wire[name] === undefined || wire[name] === null) continue;
      understood.add(name);
      notes.written[name] = wire[name];
    }
  }
  return understood;
}
