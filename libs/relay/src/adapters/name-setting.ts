import type { ChatRequest } from '../model/chat-request';
import type { Dialect } from '../model/dialect';

/** Settings of a request, as OpenAI's chat calls them. */
export type Setting =
  | 'frequency_penalty'
  | 'logit_bias'
  | 'logprobs'
  | 'max_tokens'
  | 'metadata'
  | 'modalities'
  | 'n'
  | 'parallel_tool_calls'
  | 'presence_penalty'
  | 'previous_response_id'
  | 'prompt_cache_key'
  | 'prompt_cache_retention'
  | 'reasoning'
  | 'response_format'
  | 'seed'
  | 'service_tier'
  | 'stop'
  | 'store'
  | 'temperature'
  | 'tool_choice'
  | 'top_k'
  | 'top_p'
  | 'user'
  | 'verbosity';

type Names = Readonly<Partial<Record<Setting, string>>>;

const NAMES: Readonly<Record<Dialect, Names>> = {
  'openai-chat': {},
  'openai-responses': { response_format: 'text.format', verbosity: 'text.verbosity', max_tokens: 'max_output_tokens' },
  'anthropic-messages': {
    stop: 'stop_sequences',
    user: 'metadata.user_id',
    reasoning: 'thinking',
    response_format: 'output_config.format',
    parallel_tool_calls: 'tool_choice.disable_parallel_tool_use',
  },
  'gemini-generate': {
    frequency_penalty: 'generationConfig.frequencyPenalty',
    presence_penalty: 'generationConfig.presencePenalty',
    logprobs: 'generationConfig.responseLogprobs',
    max_tokens: 'generationConfig.maxOutputTokens',
    modalities: 'generationConfig.responseModalities',
    n: 'generationConfig.candidateCount',
    reasoning: 'generationConfig.thinkingConfig',
    response_format: 'generationConfig.responseMimeType',
    seed: 'generationConfig.seed',
    service_tier: 'serviceTier',
    stop: 'generationConfig.stopSequences',
    temperature: 'generationConfig.temperature',
    tool_choice: 'toolConfig.functionCallingConfig',
    top_k: 'generationConfig.topK',
    top_p: 'generationConfig.topP',
  },
};

/** The setting as the caller's own dialect calls it. */
export function nameSetting(request: Pick<ChatRequest, 'dialect'>, setting: Setting): string {
  return NAMES[request.dialect][setting] ?? setting;
}
