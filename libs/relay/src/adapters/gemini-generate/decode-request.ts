import type { ChatRequest } from '../../model/chat-request';
import { findRest } from '../carry-rest';
import { invalidRequest } from '../invalid-request';
import { CallBook } from './call-book';
import { keep, type Notes } from './carry-notes';
import { decodeContents, decodeSystem } from './decode-content';
import { decodeSettings } from './decode-settings';
import { decodeTools } from './decode-tools';
import { DIALECT, type Fields } from './gemini-generate.wire';
import { isTooDeep } from './is-too-deep';
import { decodeToolChoice } from './map-tool-choice';
import { needFields, optionalBoolean, optionalString } from './read-fields';

const CALLING: ReadonlySet<string> = new Set(['mode', 'allowedFunctionNames']);

/** Model and streaming are in the path of this dialect; a model in the body only stands in. */
export function decodeRequest(body: unknown, hints: { model?: string; isStream?: boolean }): ChatRequest {
  const fields = needFields(body, 'body', invalidRequest);
  if (isTooDeep(body)) throw invalidRequest('body', '嵌套过深', 'is nested too deeply');
  const named = optionalString(fields['model'], 'model', invalidRequest);
  const model = hints.model ?? (named?.startsWith('models/') === true ? named.slice('models/'.length) : named);
  if (model === undefined || model === '') throw invalidRequest('model', '不能为空', 'is required');
  const request: ChatRequest = {
    dialect: DIALECT,
    model,
    isStream: hints.isStream ?? false,
    wantsStreamUsage: true,
    messages: [],
    tools: [],
    extra: {},
  };
  const kept: Fields = {};
  const notes: Notes = {};
  for (const name of Object.keys(fields)) decodeField(request, name, fields[name], kept, notes);
  if (fields['contents'] === undefined || fields['contents'] === null) {
    throw invalidRequest('contents', '不能为空', 'is required');
  }
  if (Object.keys(kept).length > 0) notes.written = kept;
  return keep(request, undefined, notes);
}

/** `kept` takes what is to be written again and means nothing elsewhere, by its path. */
function decodeField(request: ChatRequest, name: string, value: unknown, kept: Fields, notes: Notes): void {
  if (name === 'model') return;
  if (value === null) {
    kept[name] = null;
    return;
  }
  switch (name) {
    case 'contents':
      request.messages.push(...decodeContents(value, new CallBook('call_')));
      return;
    case 'systemInstruction':
      request.messages.unshift(decodeSystem(value));
      return;
    case 'tools':
      decodeTools(value, request, kept, notes);
      return;
    case 'toolConfig':
      decodeToolConfig(value, request, kept);
      return;
    case 'generationConfig':
      decodeSettings(value, request, kept);
      return;
    case 'store':
      request.store = optionalBoolean(value, name, invalidRequest) === true;
      return;
    case 'serviceTier':
      request.serviceTier = optionalString(value, name, invalidRequest) ?? '';
      return;
    default:
      request.extra[name] = value;
  }
}

function decodeToolConfig(value: unknown, request: ChatRequest, kept: Fields): void {
  const config = needFields(value, 'toolConfig', invalidRequest);
  const names = Object.keys(config);
  if (names.length === 0) kept['toolConfig'] = {};
  for (const name of names) {
    const path = `toolConfig.${name}`;
    if (config[name] === null) kept[path] = null;
    else if (name !== 'functionCallingConfig') request.extra[path] = config[name];
    else {
      const calling = needFields(config[name], path, invalidRequest);
      const choice = decodeToolChoice(calling, path);
      if (choice === undefined) kept[path] = calling;
      else request.toolChoice = keep(choice, findRest(calling, CALLING), { written: calling });
    }
  }
}
