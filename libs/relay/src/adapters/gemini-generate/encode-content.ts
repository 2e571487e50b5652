import type { ChatRequest, Message } from '../../model/chat-request';
import type { Loss } from '../../model/loss';
import type { RequestTarget } from '../codec';
import { restOf } from './carry-rest';
import { encodeParts, type PartWriter } from './encode-part';
import { DIALECT, type Fields, type WireContent } from './gemini-generate.wire';
import type { ModelTraits } from './model-traits';

/** `systemInstruction` from the leading instructions, `contents` from all that follows. */
export function encodeContents(
  request: ChatRequest,
  target: RequestTarget,
  traits: ModelTraits,
  losses: Loss[],
): { systemInstruction?: WireContent; contents: WireContent[] } & Fields {
  const isOwn = request.dialect === DIALECT;
  const writer = createWriter(request, target, traits, losses);
  const system: WireContent[] = [];
  const contents: WireContent[] = [];
  request.messages.forEach((message, index) => {
    const field = `messages[${index}]`;
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

function createWriter(request: ChatRequest, target: RequestTarget, traits: ModelTraits, losses: Loss[]): PartWriter {
  const names = new Map<string, string>();
  for (const message of request.messages) {
    for (const part of message.parts) if (part.type === 'tool-call') names.set(part.id, part.name);
  }
  return {
    isOwn: request.dialect === DIALECT,
    isAnswer: false,
    accepts: (signature) => target.acceptsSignature(signature),
    wantsSignedCalls: traits.wantsSignedCalls,
    hasFilesInResults: traits.isThirdGeneration,
    nameOfCall: (id) => names.get(id),
    losses,
  };
}

function encodeMessage(message: Message, field: string, writer: PartWriter): WireContent {
  const wire: WireContent = { parts: encodeParts(message.parts, field, writer) };
  const rest = restOf(message);
  if (!isInstruction(message) && rest?.isRoleAbsent !== true)
    wire.role = message.role === 'assistant' ? 'model' : 'user';
  const fields = rest?.fields ?? {};
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
