import type { Dialect } from '../../model/dialect';
import type { Spoken, Wire } from './speech';

const [OC, OR, AM, GG] = ['openai-chat', 'openai-responses', 'anthropic-messages', 'gemini-generate'] as const;
export const CALL = { id: 'call_a', name: 'now', input: '{}' };
export const PROOF = 'EqQBCgIYAhIM1gbc+/==';
export const THOUGHT = 'Ich überlege 世界';
export const THOUGHTFUL: Spoken = { thinking: { text: THOUGHT, signature: PROOF }, text: 'Gut.', calls: [CALL] };
const SCHEMA = { type: 'object', properties: {} };

/** The caller's next request of a tool loop, as his client makes it from the answer. */
export const NEXT: Readonly<Record<Dialect, (answer: Wire) => Wire>> = {
  [OC]: (answer) => ({
    tools: [{ type: 'function', function: { name: 'now', parameters: SCHEMA } }],
    messages: [
      { role: 'user', content: 'hi' },
      (answer['choices'] as { message: Wire }[])[0]!.message,
      { role: 'tool', tool_call_id: CALL.id, content: 'noon' },
    ],
  }),
  [OR]: (answer) => ({
    tools: [{ type: 'function', name: 'now', parameters: SCHEMA }],
    input: [
      { role: 'user', content: 'hi' },
      ...(answer['output'] as Wire[]),
      { type: 'function_call_output', call_id: CALL.id, output: 'noon' },
    ],
  }),
  [AM]: (answer) => ({
    tools: [{ name: 'now', input_schema: SCHEMA }],
    messages: [
      { role: 'user', content: 'hi' },
      { role: 'assistant', content: answer['content'] },
      { role: 'user', content: [{ type: 'tool_result', tool_use_id: CALL.id, content: 'noon' }] },
    ],
  }),
  [GG]: (answer) => ({
    tools: [{ functionDeclarations: [{ name: 'now', parameters: SCHEMA }] }],
    contents: [
      { role: 'user', parts: [{ text: 'hi' }] },
      (answer['candidates'] as { content: Wire }[])[0]!.content,
      { role: 'user', parts: [{ functionResponse: { id: CALL.id, name: 'now', response: { output: 'noon' } } }] },
    ],
  }),
};
/** Where a dialect's upstream wants to find the proof of its thinking again. */
export const PROOFS: Readonly<Record<Dialect, (sent: Wire) => unknown[]>> = {
  [OC]: (sent) =>
    (sent['messages'] as Wire[]).flatMap(({ reasoning_details: details }) =>
      ((details ?? []) as { signature?: string }[]).map(({ signature }) => signature),
    ),
  [OR]: (sent) =>
    (sent['input'] as Wire[]).filter(({ type }) => type === 'reasoning').map((item) => item['encrypted_content']),
  [AM]: (sent) =>
    (sent['messages'] as { content: Wire[] }[])
      .flatMap(({ content }) => content)
      .filter(({ type }) => type === 'thinking')
      .map(({ signature }) => signature),
  [GG]: (sent) =>
    (sent['contents'] as { parts: Wire[] }[])
      .flatMap(({ parts }) => parts)
      .filter((part) => 'thoughtSignature' in part)
      .map((part) => part['thoughtSignature']),
};
/** How each dialect says how much is to be thought. */
export const EFFORT: Readonly<Record<Dialect, (effort: 'low' | 'high') => Wire>> = {
  [OC]: (effort) => ({ reasoning_effort: effort }),
  [OR]: (effort) => ({ reasoning: { effort } }),
  [AM]: (effort) => ({ thinking: { type: 'adaptive' }, output_config: { effort } }),
  [GG]: (effort) => ({ generationConfig: { thinkingConfig: { thinkingLevel: effort.toUpperCase() } } }),
};
/** Models that think more or less, as they are asked. */
export const REASONERS: Readonly<Record<Dialect, string>> = {
  [OC]: 'gpt-5.1',
  [OR]: 'gpt-5.1',
  [AM]: 'claude-opus-4-6',
  [GG]: 'gemini-3-flash-preview',
};
