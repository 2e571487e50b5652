import type { ChatRequest, Message } from '../../model/chat-request';
import type { ToolResultPart } from '../../model/content';
import type { Loss } from '../../model/loss';
import { listRestLosses } from '../carry-rest';
import type { RequestTarget } from '../codec';
import { loseMarks } from '../lose-marks';
import type { ToolNames } from '../tool-names';
import { DIALECT, type Fields, type WireMessage } from './cohere-chat.wire';
import { encodeAssistant } from './encode-assistant';
import { encodePart } from './encode-part';
import type { MessageContext } from './message-context';
import type { ModelTraits } from './model-traits';

/** Messages in their order; results of tools go before what else is in their turn. */
export function encodeMessages(
  request: ChatRequest,
  target: RequestTarget,
  traits: ModelTraits,
  names: ToolNames,
  losses: Loss[],
): { messages: WireMessage[]; documents: Fields[] } {
  const context: MessageContext = { target, traits, names, documents: [], losses };
  const messages = request.messages.flatMap((message, index) => {
    const path = `messages[${index}]`;
    listRestLosses(message, DIALECT, path, losses);
    if (message.name !== undefined) losses.push({ field: `${path}.name`, reason: 'participants have no names here' });
    return message.role === 'assistant' ? encodeAssistant(message, path, context) : encodeSaid(message, path, context);
  });
  return { messages, documents: context.documents };
}

function encodeSaid(message: Message, path: string, context: MessageContext): WireMessage[] {
  const results: WireMessage[] = [];
  const moved: Fields[] = [];
  const content: Fields[] = [];
  message.parts.forEach((part, index) => {
    const at = `${path}.content[${index}]`;
    if (part.type === 'tool-result') results.push(encodeResult(part, at, moved, context));
    else content.push(...encodePart(part, at, context));
  });
  const isUser = message.role === 'user';
  const said = isUser ? [...moved, ...content] : content.filter((item) => item['type'] === 'text');
  if (said.length < content.length) {
    context.losses.push({ field: `${path}.content`, reason: 'instructions are text here' });
  }
  if (said.length === 0) return results;
  return [...results, { role: isUser ? 'user' : 'system', content: said }];
}

/** Results are text; pictures of one follow in the user's words. */
function encodeResult(part: ToolResultPart, path: string, moved: Fields[], context: MessageContext): WireMessage {
  const { losses } = context;
  loseMarks(part, path, DIALECT, losses);
  if (part.isError === true)
    losses.push({ field: `${path}.is_error`, reason: 'results are not marked as errors here' });
  const content: Fields[] = [];
  part.content.forEach((piece, index) => {
    const at = `${path}.content[${index}]`;
    for (const item of encodePart(piece, at, context)) {
      if (item['type'] === 'text') {
        content.push(item);
        continue;
      }
      moved.push(item);
      losses.push({ field: at, reason: 'results are text here; sent as the user’s' });
    }
  });
  // A result that says nothing still has to be there.
  return { role: 'tool', tool_call_id: part.callId, content: content.length > 0 ? content : '' };
}
