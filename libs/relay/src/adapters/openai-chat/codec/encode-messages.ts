import type { Message } from '../../../model/chat-request';
import type { Part, ToolResultPart } from '../../../model/content';
import { listRestLosses, notesOf } from '../../carry-rest';
import { restoreAll } from './carry-nested';
import type { MessageNotes } from './decode-assistant';
import type { ResultNotes } from './decode-messages';
import { encodeAssistant } from './encode-assistant';
import { lose, writeCache, type WriteContext } from './encode-context';
import { encodePart } from './encode-part';
import { fitCallId } from './map-tool-call';
import { DIALECT, type Fields } from './openai-chat.wire';
import { joinContent, moveMark } from './write-content';

/** Between texts that become one: they were blocks of their own. */
const BREAK = '\n\n';

/** Messages in their order; results of tools go before what else is in their turn, as they answer what was before it. */
export function encodeMessages(messages: readonly Message[], context: WriteContext): Fields[] {
  return messages.flatMap((message, index) => {
    const path = `messages[${index}]`;
    listRestLosses(message, DIALECT, path, context.losses);
    if (message.role === 'assistant') return encodeAssistant(message, path, context);
    return message.role === 'user'
      ? encodeUser(message, path, context)
      : encodeSaid(message, message.parts, path, context);
  });
}

function encodeUser(message: Message, path: string, context: WriteContext): Fields[] {
  const results: Fields[] = [];
  const moved: Fields[] = [];
  const others: Part[] = [];
  message.parts.forEach((part, index) => {
    if (part.type === 'tool-result') results.push(encodeResult(part, `${path}.content[${index}]`, moved, context));
    else others.push(part);
  });
  if (results.length > 0 && others.length === 0 && moved.length === 0) return results;
  return [...results, ...encodeSaid(message, others, path, context, moved)];
}

/** `moved` comes before the message's own parts. */
function encodeSaid(
  message: Message,
  parts: readonly Part[],
  path: string,
  context: WriteContext,
  moved: Fields[] = [],
): Fields[] {
  const notes = (notesOf(message, DIALECT) ?? {}) as MessageNotes;
  const wire: Fields = { role: message.role };
  const marked = notes.hasCache === true ? moveMark(parts, wire, path, context) : parts;
  const encoded = marked.flatMap<Fields>((part, index) => {
    const at = `${path}.content[${message.parts.indexOf(parts[index]!)}]`;
    return encodePart(part, at, context) ?? [];
  });
  const content = [...moved, ...encoded];
  if (content.length === 0 && notes.content === undefined) return [];
  wire['content'] = joinContent(content, notes.content, BREAK);
  if (message.name !== undefined) wire['name'] = message.name;
  return [restoreAll(wire, message)];
}

/** Results are text here; pictures and files of one follow in a message of the user. */
function encodeResult(part: ToolResultPart, path: string, moved: Fields[], context: WriteContext): Fields {
  listRestLosses(part, DIALECT, path, context.losses);
  const notes = (notesOf(part, DIALECT) ?? {}) as ResultNotes;
  if (part.isError === true) lose(context, `${path}.is_error`, 'results are not marked as errors here');
  const content = part.content.flatMap<Fields>((piece, index) => {
    const at = `${path}.content[${index}]`;
    const encoded = encodePart(piece, at, context);
    if (encoded === undefined || context.isOwn || encoded['type'] === 'text') return encoded ?? [];
    moved.push(encoded);
    lose(context, at, 'results are text here; sent as the user’s');
    return [];
  });
  const wire: Fields =
    notes.isLegacy === true
      ? { role: 'function', name: part.name }
      : { role: 'tool', tool_call_id: context.isOwn ? part.callId : fitCallId(part.callId) };
  if (!context.isOwn || notes.content !== undefined) wire['content'] = joinContent(content, notes.content, BREAK);
  if (context.isOwn && part.name !== undefined) wire['name'] = part.name;
  return restoreAll(writeCache(wire, part.cache, path, context), part);
}
