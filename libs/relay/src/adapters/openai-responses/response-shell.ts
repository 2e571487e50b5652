import type { AnswerTarget } from '../codec';
import type { WireObject } from './openai-responses.wire';

/** Fields of an answer that repeat the request or its defaults. Clients' schemas insist on some of them. */
const DEFAULTS: Readonly<WireObject> = {
  background: false,
  instructions: null,
  max_output_tokens: null,
  max_tool_calls: null,
  metadata: {},
  parallel_tool_calls: true,
  previous_response_id: null,
  prompt_cache_key: null,
  reasoning: { effort: null, summary: null },
  safety_identifier: null,
  store: false,
  temperature: null,
  text: { format: { type: 'text' } },
  tool_choice: 'auto',
  tools: [],
  top_logprobs: 0,
  top_p: null,
  truncation: 'disabled',
  user: null,
};

export const ECHO: ReadonlySet<string> = new Set([
  ...Object.keys(DEFAULTS),
  ...['completed_at', 'conversation', 'moderation', 'output_text', 'prompt', 'prompt_cache_options'],
  ...['prompt_cache_retention', 'billing', 'tool_usage', 'frequency_penalty', 'presence_penalty'],
]);

/** What every form of an answer has, from its first event to its last. */
export interface ShellFacts {
  id: string;
  createdAt: number;
  model: string;
}

export function createShell({ id, createdAt, model }: ShellFacts, { echo }: Pick<AnswerTarget, 'echo'>): WireObject {
  return { id, object: 'response', created_at: createdAt, model, ...DEFAULTS, ...echo };
}

export function encodeId(id: string, isOwn: boolean, target: AnswerTarget): string {
  return (isOwn && id !== '') || id.startsWith('resp_') ? id : target.createId('resp_');
}

const TIERS: ReadonlySet<string | undefined> = new Set(['auto', 'default', 'flex', 'scale', 'priority']);

/** Only tiers that OpenAI has; those of others mean something else. */
export function encodeTier(tier: string | undefined, isOwn: boolean): string | undefined {
  if (isOwn || TIERS.has(tier)) return tier;
  return tier === 'standard' ? 'default' : undefined;
}
