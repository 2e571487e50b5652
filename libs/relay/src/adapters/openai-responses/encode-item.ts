import type { Part, ToolCallPart, ToolResultPart } from '../../model/content';
import { listRestLosses } from '../carry-rest';
import { asObject } from '../read-json';
import { noteOf, restorePart } from './carry-notes';
import { encodeContentPart, encodeOutput } from './encode-content';
import { lose, type ItemContext } from './item-context';
import { encodeCallId } from './map-call-id';
import { encodeOwnersSignature, encodeRedacted, encodeThinking } from './map-reasoning-item';
import { DIALECT, type WireItem } from './openai-responses.wire';

/** Whether a part is an item of its own, and not a part of a message. */
export function isItem(part: Part): boolean {
  switch (part.type) {
    case 'tool-call':
    case 'tool-result':
    case 'thinking':
    case 'redacted-thinking':
      return true;
    case 'opaque':
      return part.opaque.dialect === DIALECT && noteOf(part).isContent !== true;
    default:
      return false;
  }
}

/** The items of a part that is no message's. */
export function encodeItem(part: Part, path: string, context: ItemContext): WireItem[] {
  switch (part.type) {
    case 'tool-call':
      return [...encodeSignatureOf(part, path, context), encodeCall(part, path, context)];
    case 'tool-result':
      return [encodeResult(part, path, context)];
    case 'opaque':
      return [(asObject(part.opaque.value) ?? {}) as WireItem];
    case 'thinking':
    case 'redacted-thinking':
      return encodeThought(part, path, context);
    default:
      return [];
  }
}

function encodeThought(
  part: Extract<Part, { type: 'thinking' | 'redacted-thinking' }>,
  path: string,
  context: ItemContext,
): WireItem[] {
  const { signature } = part;
  if (!context.isAnswer) {
    const isKept = signature === undefined ? context.isOwn : context.accepts(signature);
    if (!isKept) {
      lose(context, path, signature === undefined ? 'unsigned thinking is refused' : 'the proof is another provider’s');
      return [];
    }
  } else if (part.type === 'thinking' && part.text === '' && signature === undefined && !context.isOwn) return [];
  listRestLosses(part, DIALECT, path, context.losses);
  const newId = () => context.newId('rs_', signature?.value ?? '');
  const wire = part.type === 'thinking' ? encodeThinking(part, newId) : encodeRedacted(part.signature, newId);
  return [restorePart(wire, part)];
}

/** A signature that Gemini made for this part. */
export function encodeSignatureOf(
  part: Extract<Part, { type: 'tool-call' | 'text' }>,
  path: string,
  context: ItemContext,
): WireItem[] {
  const { signature } = part;
  if (signature === undefined) return [];
  if (!context.isAnswer && !context.accepts(signature)) {
    lose(context, `${path}.signature`, 'only thinking is signed here');
    return [];
  }
  const callId = part.type === 'tool-call' ? callIdOf(part.id, context) : undefined;
  return [encodeOwnersSignature(signature, callId, () => context.newId('rs_', signature.value))];
}

function callIdOf(id: string, { isOwn, isAnswer }: ItemContext): string {
  return isOwn || isAnswer ? id : encodeCallId(id);
}

function encodeCall(part: ToolCallPart, path: string, context: ItemContext): WireItem {
  const { isOwn, isAnswer } = context;
  const isCustom = part.kind === 'custom';
  const wire: WireItem = { type: isCustom ? 'custom_tool_call' : 'function_call' };
  if (isAnswer && !isOwn) {
    wire['id'] = context.newId(isCustom ? 'ctc_' : 'fc_', part.id);
    wire['status'] = 'completed';
  }
  Object.assign(wire, noteOf(part).item);
  wire['call_id'] = callIdOf(part.id, context);
  wire['name'] = isOwn || isAnswer ? part.name : context.names.toWire(askedTool(part));
  if (part.namespace !== undefined && (isOwn || isAnswer)) wire['namespace'] = part.namespace;
  if (isCustom) wire['input'] = part.input;
  else wire['arguments'] = part.input === '' && !isOwn ? '{}' : part.input;
  if (part.cache !== undefined) lose(context, `${path}.cache_control`, 'calls take no cache marks here');
  listRestLosses(part, DIALECT, path, context.losses);
  return restorePart(wire, part);
}

function askedTool({ name, namespace, kind }: ToolCallPart) {
  return { name, kind, ...(namespace !== undefined && { namespace }) };
}

function encodeResult(part: ToolResultPart, path: string, context: ItemContext): WireItem {
  const { item, isString } = noteOf(part);
  const kind = (context.isOwn ? undefined : context.kindOf(part.callId)) ?? part.kind;
  const wire: WireItem = { type: kind === 'custom' ? 'custom_tool_call_output' : 'function_call_output', ...item };
  wire['call_id'] = callIdOf(part.callId, context);
  const [first] = part.content;
  if (!context.isOwn) wire['output'] = encodeOutput(part.content, path, context);
  else if (isString === true && first?.type === 'text') wire['output'] = first.text;
  else {
    wire['output'] = part.content.flatMap((content, index) => {
      return encodeContentPart(content, 'user', `${path}.content[${index}]`, context) ?? [];
    });
  }
  if (part.isError === true) lose(context, `${path}.is_error`, 'results have no such mark here');
  if (part.cache !== undefined) lose(context, `${path}.cache_control`, 'results take no cache marks here');
  listRestLosses(part, DIALECT, path, context.losses);
  return restorePart(wire, part);
}
