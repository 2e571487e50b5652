import type { ChatRequest } from '../model/chat-request';
import type { Origin } from '../model/dialect';
import type { Loss } from '../model/loss';
import { listRestLosses } from './carry-rest';
import { nameSetting, type Setting } from './name-setting';

const NO_PLACE = 'has no place here';

/** Whether the caller asks for something with it. What asks for nothing (0, one answer) is no loss. */
const IS_ASKED: Readonly<Partial<Record<Setting, (request: ChatRequest) => boolean>>> = {
  temperature: ({ temperature }) => temperature !== undefined,
  top_p: ({ topP }) => topP !== undefined && topP !== 1,
  top_k: ({ topK }) => topK !== undefined,
  frequency_penalty: ({ frequencyPenalty }) => (frequencyPenalty ?? 0) !== 0,
  presence_penalty: ({ presencePenalty }) => (presencePenalty ?? 0) !== 0,
  seed: ({ seed }) => seed !== undefined,
  n: ({ choices }) => (choices ?? 1) !== 1,
  logprobs: ({ logprobs }) => logprobs?.isWanted === true,
  logit_bias: ({ logitBias }) => Object.keys(logitBias ?? {}).length > 0,
  modalities: ({ modalities }) => modalities?.some((modality) => modality.toLowerCase() !== 'text') === true,
  verbosity: ({ verbosity }) => verbosity !== undefined,
  prompt_cache_key: ({ promptCacheKey }) => promptCacheKey !== undefined,
  prompt_cache_retention: ({ promptCacheRetention }) => promptCacheRetention !== undefined,
  user: ({ endUser }) => endUser !== undefined,
  metadata: ({ metadata }) => Object.keys(metadata ?? {}).length > 0,
  service_tier: ({ serviceTier }) => serviceTier !== undefined && !ORDINARY_TIERS.has(serviceTier),
  store: ({ store }) => store === true,
  previous_response_id: ({ previousResponseId }) => previousResponseId !== undefined,
  parallel_tool_calls: ({ parallelToolCalls, tools }) => parallelToolCalls === false && tools.length > 0,
};

/** Tiers that mean what happens without any. */
const ORDINARY_TIERS: ReadonlySet<string> = new Set(['auto', 'default', 'standard', 'standard_only']);

/**
 * Settings that a dialect without callers has no place for: all that it does not name as `taken`, and what was kept of the
 * caller's dialect.
 */
export function listSettingLosses(request: ChatRequest, dialect: Origin, taken: ReadonlySet<Setting>): Loss[] {
  const losses: Loss[] = [];
  for (const setting of Object.keys(IS_ASKED) as Setting[]) {
    if (taken.has(setting) || IS_ASKED[setting]?.(request) !== true) continue;
    losses.push({ field: nameSetting(request, setting), reason: NO_PLACE });
  }
  for (const name of Object.keys(request.extra)) {
    if (request.extra[name] !== null) losses.push({ field: name, reason: NO_PLACE });
  }
  listRestLosses(request, dialect, '', losses);
  listRestLosses(request.reasoning ?? {}, dialect, nameSetting(request, 'reasoning'), losses);
  listRestLosses(request.responseFormat ?? {}, dialect, nameSetting(request, 'response_format'), losses);
  listRestLosses(request.toolChoice ?? {}, dialect, nameSetting(request, 'tool_choice'), losses);
  return losses;
}
