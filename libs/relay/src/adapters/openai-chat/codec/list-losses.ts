import type { ChatRequest } from '../../../model/chat-request';
import { asksForNothing } from '../../carry-rest';
import type { WriteContext } from './encode-context';
import { lose } from './encode-context';
import type { ModelTraits } from './model-traits';
import type { Fields } from './openai-chat.wire';

const NO_PLACE = 'has no place here';
const REFUSED = 'the model refuses it';

/** Takes out of a foreign request's fields what the upstream would refuse, and says so. What asks for nothing is no loss. */
export function dropRefused(request: ChatRequest, wire: Fields, traits: ModelTraits, context: WriteContext): void {
  const drop = (name: string, reason: string, isLoss = true): void => {
    if (!(name in wire)) return;
    delete wire[name];
    if (isLoss) lose(context, nameField(request, name), reason);
  };
  drop('top_k', NO_PLACE);
  if (request.previousResponseId !== undefined) lose(context, 'previous_response_id', NO_PLACE);
  if (request.dialect !== 'openai-responses') {
    drop('metadata', NO_PLACE, Object.keys(request.metadata ?? {}).length > 0);
    translateTier(request, wire, context);
  }
  // Not to keep the answer is what happens anyway, and other servers do not know the word.
  if (request.store === false) drop('store', NO_PLACE, false);
  if (request.tools.length === 0) drop('parallel_tool_calls', NO_PLACE, false);
  if (traits.isReasoner) dropSampling(request, traits, drop);
  for (const name of Object.keys(request.extra)) {
    if (!asksForNothing(name, request.extra[name])) lose(context, name, NO_PLACE);
  }
}

/** OpenAI's reasoning models sample as they see fit; without reasoning the newer ones take some of it. */
function dropSampling(
  request: ChatRequest,
  traits: ModelTraits,
  drop: (name: string, reason: string, isLoss?: boolean) => void,
): void {
  drop('frequency_penalty', REFUSED, request.frequencyPenalty !== 0);
  drop('presence_penalty', REFUSED, request.presencePenalty !== 0);
  drop('logit_bias', REFUSED, Object.keys(request.logitBias ?? {}).length > 0);
  if (traits.hasEffortNone && request.reasoning?.mode === 'off') return;
  drop('temperature', REFUSED, request.temperature !== 1);
  drop('top_p', REFUSED, request.topP !== 1);
  drop('logprobs', REFUSED, request.logprobs?.isWanted === true);
  drop('top_logprobs', REFUSED, false);
}

/** Anthropic's tiers: `auto` means the same, `standard_only` is the default here. Others mean something else. */
function translateTier(request: ChatRequest, wire: Fields, context: WriteContext): void {
  const tier = request.serviceTier;
  if (tier === undefined || tier === 'auto' || tier === 'default') return;
  delete wire['service_tier'];
  if (tier === 'standard_only') wire['service_tier'] = 'default';
  else lose(context, 'service_tier', `there is no tier ${tier} here`);
}

const NAMES: Readonly<Partial<Record<ChatRequest['dialect'], Readonly<Record<string, string>>>>> = {
  'anthropic-messages': { stop: 'stop_sequences' },
  'openai-responses': { response_format: 'text.format', verbosity: 'text.verbosity' },
  'gemini-generate': {
    frequency_penalty: 'generationConfig.frequencyPenalty',
    presence_penalty: 'generationConfig.presencePenalty',
    logprobs: 'generationConfig.responseLogprobs',
    temperature: 'generationConfig.temperature',
    top_p: 'generationConfig.topP',
    top_k: 'generationConfig.topK',
    stop: 'generationConfig.stopSequences',
  },
};

/** The field as the caller's own dialect calls it. */
export function nameField(request: ChatRequest, field: string): string {
  const names = NAMES[request.dialect];
  return names !== undefined && Object.hasOwn(names, field) ? names[field]! : field;
}
