import type { ChatRequest, Message } from '../../model/chat-request';
import type { Part, ToolResultPart } from '../../model/content';
import type { Loss } from '../../model/loss';
import { listRestLosses } from '../carry-rest';
import type { RequestTarget } from '../codec';
import { loseMarks } from '../lose-marks';
import { readToolInput } from '../read-tool-input';
import type { ToolNames } from '../tool-names';
import { encodePart, type Content } from './encode-part';
import { DIALECT, type Fields, type WireMessage } from './ollama-chat.wire';

/** Between texts that become one: they were blocks of their own. */
const BREAK = '\n\n';

interface Context {
  target: RequestTarget;
  names: ToolNames;
  /** Wire names of the tools of calls, by the calls' ids. */
  called: Map<string, string>;
  losses: Loss[];
}

/** Messages in their order, each with one text; results of tools go before what else is in their turn. */
export function encodeMessages(
  request: ChatRequest,
  target: RequestTarget,
  names: ToolNames,
  losses: Loss[],
): WireMessage[] {
  const context: Context = { target, names, called: new Map(), losses };
  return request.messages.flatMap((message, index) => {
    const path = `messages[${index}]`;
    listRestLosses(message, DIALECT, path, losses);
    if (message.name !== undefined) losses.push({ field: `${path}.name`, reason: 'participants have no names here' });
    return message.role === 'assistant' ? encodeAssistant(message, path, context) : encodeSaid(message, path, context);
  });
}

function encodeSaid(message: Message, path: string, context: Context): WireMessage[] {
  const results: WireMessage[] = [];
  const content: Content = { texts: [], images: [] };
  message.parts.forEach((part, index) => {
    const at = `${path}.content[${index}]`;
    if (part.type === 'tool-result') results.push(encodeResult(part, at, content, context));
    else encodePart(part, at, content, context.losses);
  });
  const role = message.role === 'user' ? 'user' : 'system';
  return isEmpty(content) ? results : [...results, toMessage(role, content)];
}

/** Results are text; pictures of one follow in the user's words. */
function encodeResult(part: ToolResultPart, path: string, moved: Content, context: Context): WireMessage {
  const { losses, names, called } = context;
  loseMarks(part, path, DIALECT, losses);
  if (part.isError === true)
    losses.push({ field: `${path}.is_error`, reason: 'results are not marked as errors here' });
  const content: Content = { texts: [], images: [] };
  part.content.forEach((piece, index) => {
    const at = `${path}.content[${index}]`;
    const before = content.images.length;
    encodePart(piece, at, content, losses);
    if (content.images.length > before) losses.push({ field: at, reason: 'results are text here; sent as the user’s' });
  });
  moved.images.push(...content.images);
  const name = called.get(part.callId) ?? names.toWire({ name: part.name ?? part.callId, kind: part.kind });
  return { role: 'tool', content: content.texts.join(BREAK), tool_name: name, tool_call_id: part.callId };
}

function encodeAssistant(message: Message, path: string, context: Context): WireMessage[] {
  const content: Content = { texts: [], images: [] };
  const thoughts: string[] = [];
  const calls: Fields[] = [];
  message.parts.forEach((part, index) => {
    const at = `${path}.content[${index}]`;
    if (part.type === 'thinking') addThinking(part, at, thoughts, context);
    else if (part.type === 'tool-call') calls.push(encodeCall(part, at, calls.length, context));
    else encodePart(part, at, content, context.losses);
  });
  if (isEmpty(content) && thoughts.length === 0 && calls.length === 0) return [];
  const wire = toMessage('assistant', content);
  if (thoughts.length > 0) wire['thinking'] = thoughts.join(BREAK);
  if (calls.length > 0) wire['tool_calls'] = calls;
  return [wire];
}

/** Models read thinking of anyone; only its proof has no place. */
function addThinking(
  part: Extract<Part, { type: 'thinking' }>,
  path: string,
  thoughts: string[],
  { losses, target }: Context,
): void {
  loseMarks(part, path, DIALECT, losses);
  if (part.signature !== undefined && part.signature.value !== '' && !target.acceptsSignature(part.signature)) {
    losses.push({ field: `${path}.signature`, reason: 'thinking has no proof here' });
  }
  if (part.text !== '') thoughts.push(part.text);
}

function encodeCall(part: Extract<Part, { type: 'tool-call' }>, path: string, index: number, context: Context): Fields {
  loseMarks(part, path, DIALECT, context.losses);
  const { input, isWrapped } = readToolInput(part);
  if (isWrapped) context.losses.push({ field: `${path}.input`, reason: 'is no JSON object; sent as text within one' });
  const name = context.names.toWire(part);
  context.called.set(part.id, name);
  return { id: part.id, type: 'function', function: { index, name, arguments: input } };
}

function isEmpty({ texts, images }: Content): boolean {
  return texts.length === 0 && images.length === 0;
}

function toMessage(role: WireMessage['role'], { texts, images }: Content): WireMessage {
  const wire: WireMessage = { role, content: texts.join(BREAK) };
  if (images.length > 0) wire.images = images;
  return wire;
}
