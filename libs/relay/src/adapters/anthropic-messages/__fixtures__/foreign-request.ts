import type { ChatRequest, Message } from '../../../model/chat-request';
import type { Part } from '../../../model/content';
import { encodeRequest } from '../encode-request';
import { requestTarget } from './fixtures';

export const text = (value: string): Part => ({ type: 'text', text: value });
export const says = (role: Message['role'], ...parts: Part[]): Message => ({ role, parts });
export const call = (id: string, input = '{}', more: object = {}): Part => ({
  type: 'tool-call',
  id,
  name: 'f',
  kind: 'function',
  input,
  ...more,
});
export const result = (callId: string, value: string): Part => ({
  type: 'tool-result',
  callId,
  kind: 'function',
  content: [{ type: 'text', text: value }],
});

export function encode(fields: Partial<ChatRequest>, model = 'claude-opus-4-6', target = requestTarget) {
  const request: ChatRequest = {
    dialect: 'openai-chat',
    model: 'asked',
    isStream: false,
    wantsStreamUsage: false,
    messages: [says('user', text('hi'))],
    tools: [],
    extra: {},
    ...fields,
  };
  const { value, losses } = encodeRequest(request, { ...target, model });
  return {
    value,
    messages: value['messages'] as { role: string; content: unknown[] }[],
    losses: losses.map(({ field }) => field),
  };
}

