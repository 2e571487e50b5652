import type { Place } from '../../usage-figures';

/**
 * Where the upstreams of this dialect tell what: OpenAI's place first, then the names that DeepSeek, Kimi, xAI and resellers of
 * Anthropic's models have for it. The one table for answers in one piece and streams, passed on or converted.
 */
export const PLACES = {
  prompt: [['prompt_tokens'], ['input_tokens']],
  completion: [['completion_tokens'], ['output_tokens']],
  cacheRead: [
    ['prompt_tokens_details', 'cached_tokens'],
    ['prompt_cache_hit_tokens'],
    ['cached_tokens'],
    ['cache_read_input_tokens'],
    ['input_tokens_details', 'cached_tokens'],
  ],
  /** Of both times to live together. */
  cacheWrite: [
    ['prompt_tokens_details', 'cache_write_tokens'],
    ['prompt_tokens_details', 'cache_creation_tokens'],
    ['prompt_tokens_details', 'cached_creation_tokens'],
    ['cache_creation_input_tokens'],
  ],
  cacheWrite5m: [
    ['cache_creation', 'ephemeral_5m_input_tokens'],
    ['prompt_tokens_details', 'cache_creation', 'ephemeral_5m_input_tokens'],
    ['claude_cache_creation_5_m_tokens'],
  ],
  cacheWrite1h: [
    ['cache_creation', 'ephemeral_1h_input_tokens'],
    ['prompt_tokens_details', 'cache_creation', 'ephemeral_1h_input_tokens'],
    ['claude_cache_creation_1_h_tokens'],
  ],
  imageInput: [
    ['prompt_tokens_details', 'image_tokens'],
    ['input_tokens_details', 'image_tokens'],
  ],
  audioInput: [
    ['prompt_tokens_details', 'audio_tokens'],
    ['input_tokens_details', 'audio_tokens'],
  ],
  reasoning: [['completion_tokens_details', 'reasoning_tokens'], ['reasoning_tokens']],
  imageOutput: [['completion_tokens_details', 'image_tokens']],
  audioOutput: [['completion_tokens_details', 'audio_tokens']],
} as const satisfies Record<string, readonly Place[]>;
