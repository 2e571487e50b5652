import type { ChatRequest } from '../../../model/chat-request';
import type { RequestTarget } from '../../codec';
import { ask, fieldsOf } from '../../__fixtures__/every-capability';
import type { WireMessage } from '../bedrock-converse.wire';
import { encodeRequest } from '../encode-request';
import { TARGET } from './read-fixture';

/** What becomes of a request of OpenAI's chat with these fields. */
export function write(more: Partial<ChatRequest> = {}, model = TARGET.model, target: Partial<RequestTarget> = {}) {
  const { value, losses } = encodeRequest(ask(more), { ...TARGET, ...target, model });
  return { value, messages: value['messages'] as WireMessage[], losses: fieldsOf(losses) };
}
