import type { ChatRequest, Message } from '../../model/chat-request';
import type { Loss } from '../../model/loss';
import { listRestLosses } from '../carry-rest';
import type { RequestTarget } from '../codec';
import type { ToolNames } from '../tool-names';
import { readKept, readNotes } from './carry-notes';
import { encodeParts, type PartWriter } from './encode-part';
import { DIALECT, type Fields, type WireContent } from './gemini-generate.wire';
import type { ModelTraits } from './model-traits';

/** `systemInstruction` from the leading instructions, `contents` from all that follows. */
export function encodeContents(
  request: ChatRequest,
  target: RequestTarget,
  traits: ModelTraits,
  names: ToolNames,
  losses: Loss[],
): { systemInstruction?: WireContent; contents: WireContent[] } & Fields {
  const isOwn = request.dialect === DIALECT;
  const writer = createWriter(request, target, traits, names, losses);
  const system: WireContent[] = [];
  const contents: WireContent[] = [];
  request.messages.forEach((message, index) => {
    const field = `messages[${index}]`;
    listRestLosses(message, DIALECT, field, losses);
    const wire = encodeMessage(message, field, writer);
    if (message.name !== undefined) losses.push({ field: `${field}.name`, reason: 'Gemini has no names' });
    if (wire.parts?.length === 0 && !isOwn) return;
    if (!isInstruction(message)) {
      append(contents, wire, isOwn);
    } else if (contents.length === 0) {
      append(system, wire, false);
    } else {
      // Kept where it stands, so that the prefix before it stays the same for the upstream's cache.
      losses.push({ field: `${field}.role`, reason: 'Gemini has instructions only at the start; written as the user' });
      append(contents, { role: 'user', parts: wire.parts }, isOwn);
    }
  });
  const [first] = system;
  if (first === undefined) return { contents };
  // Google refuses a request without contents, so lone instructions are what is asked.
  if (contents.length === 0 && !isOwn) return { contents: [{ role: 'user', parts: first.parts }] };
  return { systemInstruction: first, contents };
}

function createWriter(
  request: ChatRequest,
  target: RequestTarget,
  traits: ModelTraits,
  names: ToolNames,
  losses: Loss[],
): PartWriter {
  const isOwn = request.dialect === DIALECT;
  const byCall = new Map<string, string>();
  for (const message of request.messages) {
    for (const part of message.parts) if (part.type === 'tool-call') byCall.set(part.id, names.toWire(part));
  }
  return {
    isOwn,
    isAnswer: false,
    accepts: (signature) => target.acceptsSignature(signature),
    wantsSignedCalls: traits.wantsSignedCalls,
    hasFilesInResults: traits.isThirdGeneration,
    nameOf: (call) => names.toWire(call),
    nameOfResult: ({ callId, name, kind }) => {
      // A name without its namespace says less than the call.
      const known = isOwn ? undefined : byCall.get(callId);
      return known ?? names.toWire({ name: name ?? callId, kind });
    },
    losses,
  };
}

function encodeMessage(message: Message, field: string, writer: PartWriter): WireContent {
  const wire: WireContent = { parts: encodeParts(message.parts, field, writer) };
  if (!isInstruction(message) && readNotes(message).isRoleAbsent !== true)
    wire.role = message.role === 'assistant' ? 'model' : 'user';
  const fields = readKept(message);
  for (const name of Object.keys(fields)) {
    if (name === 'parts' && (wire.parts.length > 0 || !writer.isOwn)) continue;
    wire[name] = fields[name];
    if (fields[name] === undefined) delete wire[name];
  }
  return wire;
}

/** All results of one turn of calls must stand in one turn; other neighbours of one role are joined alike. */
function append(list: WireContent[], wire: WireContent, isOwn: boolean): void {
  const last = list.at(-1);
  if (!isOwn && last !== undefined && last.role === wire.role) last.parts.push(...wire.parts);
  else list.push(wire);
}

function isInstruction(message: Message): boolean {
  return message.role === 'system' || message.role === 'developer';
}
