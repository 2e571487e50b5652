import type { ChatRequest } from '../../model/chat-request';
import type { Loss } from '../../model/loss';
import { nameSetting, type Setting } from '../name-setting';
import type { Fields } from './cohere-chat.wire';

/** Ranges outside of which Cohere refuses a request. https://docs.cohere.com/reference/chat */
const MOST_STOPS = 5;
const P_RANGE = [0.01, 0.99] as const;
const K_RANGE = [0, 500] as const;
const PENALTY_RANGE = [0, 1] as const;

/** Sampling and limits; figures outside Cohere's ranges become the nearest within, and that is said. */
export function encodeSampling(request: ChatRequest, wire: Fields, losses: Loss[]): void {
  const lose = (setting: Setting, reason: string, suffix = ''): void => {
    losses.push({ field: nameSetting(request, setting) + suffix, reason });
  };
  const put = (
    name: string,
    setting: Setting,
    value: number | undefined,
    [least, most]: readonly [number, number],
  ): void => {
    if (value === undefined) return;
    wire[name] = Math.min(Math.max(value, least), most);
    // The whole of the distribution is what the highest p means as well.
    if (wire[name] !== value && !(setting === 'top_p' && value === 1))
      lose(setting, `is between ${least} and ${most} here`);
  };
  if (request.maxTokens !== undefined) wire['max_tokens'] = request.maxTokens;
  if (request.temperature !== undefined) wire['temperature'] = request.temperature;
  if (request.seed !== undefined) wire['seed'] = request.seed;
  put('p', 'top_p', request.topP, P_RANGE);
  put('k', 'top_k', request.topK, K_RANGE);
  put('frequency_penalty', 'frequency_penalty', request.frequencyPenalty, PENALTY_RANGE);
  put('presence_penalty', 'presence_penalty', request.presencePenalty, PENALTY_RANGE);
  if (request.stop !== undefined && request.stop.length > 0) {
    wire['stop_sequences'] = request.stop.slice(0, MOST_STOPS);
    if (request.stop.length > MOST_STOPS)
      lose('stop', `there are ${MOST_STOPS} stop sequences here`, `[${MOST_STOPS}]`);
  }
}
