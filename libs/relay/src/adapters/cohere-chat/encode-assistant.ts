import type { Message } from '../../model/chat-request';
import type { ThinkingPart, ToolCallPart } from '../../model/content';
import { notesOf } from '../carry-rest';
import { loseMarks } from '../lose-marks';
import { readToolInput } from '../read-tool-input';
import { DIALECT, type Fields, type WireMessage } from './cohere-chat.wire';
import type { ThoughtNotes } from './decode-response';
import type { MessageContext } from './message-context';
import { encodePart } from './encode-part';

/** A turn of the model: thinking and text as content, calls beside it, and its plan for them, where the model has such. */
export function encodeAssistant(message: Message, path: string, context: MessageContext): WireMessage[] {
  const hasCall = message.parts.some((part) => part.type === 'tool-call');
  const content: Fields[] = [];
  const calls: Fields[] = [];
  const plans: string[] = [];
  message.parts.forEach((part, index) => {
    const at = `${path}.content[${index}]`;
    if (part.type === 'tool-call') calls.push(encodeCall(part, at, context));
    else if (part.type === 'thinking') addThinking(part, at, hasCall, content, plans, context);
    else {
      for (const item of encodePart(part, at, context)) {
        if (item['type'] === 'text') content.push(item);
        else context.losses.push({ field: at, reason: 'the model’s turns are text here' });
      }
    }
  });
  const wire: WireMessage = { role: 'assistant' };
  if (plans.length > 0) wire['tool_plan'] = plans.join('\n\n');
  if (content.length > 0) wire.content = content;
  if (calls.length > 0) wire['tool_calls'] = calls;
  return Object.keys(wire).length > 1 ? [wire] : [];
}

/** Models that do not think plan their calls instead; anything else of that kind has no place with them. */
function addThinking(
  part: ThinkingPart,
  path: string,
  hasCall: boolean,
  content: Fields[],
  plans: string[],
  { losses, target, traits }: MessageContext,
): void {
  loseMarks(part, path, DIALECT, losses);
  if (part.signature !== undefined && part.signature.value !== '' && !target.acceptsSignature(part.signature)) {
    losses.push({ field: `${path}.signature`, reason: 'thinking has no proof here' });
  }
  if (part.text === '') return;
  const notes = notesOf(part, DIALECT) as ThoughtNotes | undefined;
  const isPlan = notes?.isPlan ?? !traits.canThink;
  if (!isPlan) content.push({ type: 'thinking', thinking: part.text });
  else if (hasCall) plans.push(part.text);
  else losses.push({ field: path, reason: 'the model does not think' });
}

/** Arguments are text here, but text of an object. */
function encodeCall(part: ToolCallPart, path: string, context: MessageContext): Fields {
  loseMarks(part, path, DIALECT, context.losses);
  const { input, isWrapped } = readToolInput(part);
  if (isWrapped) context.losses.push({ field: `${path}.input`, reason: 'is no JSON object; sent as text within one' });
  const isWritten = part.kind === 'function' && !isWrapped && part.input.trim() !== '';
  const text = isWritten ? part.input : JSON.stringify(input);
  return { id: part.id, type: 'function', function: { name: context.names.toWire(part), arguments: text } };
}
