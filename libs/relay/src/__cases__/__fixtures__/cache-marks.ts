import type { Wire } from './speech';

const [OC, OR, AM] = ['openai-chat', 'openai-responses', 'anthropic-messages'] as const;
export const HOUR = { type: 'ephemeral', ttl: '1h' };
export const SHORT = { type: 'ephemeral' };
const MARK = { mode: 'explicit' };
const SCHEMA = { type: 'object', properties: {} };

/** The same conversation with marks on instructions, a tool, a question and a tool's result, as clients write them. */
export const MARKED: Readonly<Record<typeof OC | typeof OR | typeof AM, Wire>> = {
  [OC]: {
    tools: [{ type: 'function', function: { name: 'now', parameters: SCHEMA }, cache_control: HOUR }],
    messages: [
      { role: 'system', content: [{ type: 'text', text: 'rules', cache_control: HOUR }] },
      { role: 'user', content: [{ type: 'text', text: 'long', cache_control: SHORT }] },
      {
        role: 'assistant',
        content: null,
        tool_calls: [{ id: 'call_a', type: 'function', function: { name: 'now', arguments: '{}' } }],
      },
      { role: 'tool', tool_call_id: 'call_a', content: 'noon', cache_control: SHORT },
    ],
  },
  // Here a mark has no time of its own.
  [OR]: {
    tools: [{ type: 'function', name: 'now', parameters: SCHEMA }],
    input: [
      { role: 'developer', content: [{ type: 'input_text', text: 'rules', prompt_cache_breakpoint: MARK }] },
      { role: 'user', content: [{ type: 'input_text', text: 'long', prompt_cache_breakpoint: MARK }] },
    ],
  },
  [AM]: {
    tools: [{ name: 'now', input_schema: SCHEMA, cache_control: HOUR }],
    system: [{ type: 'text', text: 'rules', cache_control: HOUR }],
    messages: [
      { role: 'user', content: [{ type: 'text', text: 'long', cache_control: SHORT }] },
      { role: 'assistant', content: [{ type: 'tool_use', id: 'call_a', name: 'now', input: {} }] },
      {
        role: 'user',
        content: [{ type: 'tool_result', tool_use_id: 'call_a', content: 'noon', cache_control: SHORT }],
      },
    ],
  },
};
