import type { ChatRequest } from '../../../model/chat-request';
import { listRestLosses, notesOf } from '../../carry-rest';
import type { EncodedRequest, RequestTarget } from '../../codec';
import { NO_RULE, ToolNames, type NameRule } from '../../tool-names';
import type { WriteContext } from './encode-context';
import { encodeMessages } from './encode-messages';
import { encodeSettings } from './encode-settings';
import { dropRefused } from './list-losses';
import { findModelTraits } from './model-traits';
import { DIALECT, type Fields } from './openai-chat.wire';
import { prepareTools } from './prepare-tools';
import { asNotes } from './spellings';

const NAMES: NameRule = { forbidden: /[^a-zA-Z0-9_-]/, longest: 64 };

/** A request for an upstream that speaks Chat Completions. One that was read from this dialect comes out as it went in. */
export function encodeRequest(request: ChatRequest, target: RequestTarget): EncodedRequest {
  const isOwn = request.dialect === DIALECT;
  const toolNames = new ToolNames(isOwn ? NO_RULE : NAMES);
  const context: WriteContext = { isOwn, target, names: toolNames, losses: [] };
  const traits = findModelTraits(target.model);
  listRestLosses(request, DIALECT, '', context.losses);
  // Tools first: the history's names follow theirs.
  const tools = prepareTools(request, context);
  const wire: Fields = { model: target.model, messages: encodeMessages(request.messages, context), ...tools };
  Object.assign(wire, encodeSettings(request, context, traits));
  if (isOwn) restoreOwn(request, wire);
  else dropRefused(request, wire, traits, context);
  writeStream(request, wire, isOwn);
  return { value: wire, losses: context.losses, toolNames };
}

function restoreOwn(request: ChatRequest, wire: Fields): void {
  for (const name of asNotes(notesOf(request, DIALECT)).empty ?? []) wire[name] ??= [];
  for (const name of Object.keys(request.extra)) if (!(name in wire)) wire[name] = request.extra[name];
}

/** Usage is always asked for: the call is charged by it. */
function writeStream(request: ChatRequest, wire: Fields, isOwn: boolean): void {
  const notes = asNotes(notesOf(request, DIALECT));
  if (request.isStream) {
    wire['stream'] = true;
    wire['stream_options'] = { ...(isOwn && notes.streamOptions), include_usage: true };
  } else if (isOwn && notes.isStreamSaid === true) wire['stream'] = false;
}
