import { isDeepStrictEqual } from 'node:util';
import { inputTotal, NO_USAGE, outputTotal, type Usage } from '../../../model/usage';
import { asCount, asObject } from '../../read-json';
import { readCacheRead, readCacheWrites } from './read-cache-usage';
import type { Fields } from './openai-chat.wire';

const CALLS_SUFFIX = '_requests';

/**
 * OpenAI's figures as disjoint classes: `prompt_tokens` includes the cache and sounds, `completion_tokens` includes reasoning.
 * Not all of its followers do alike, which shows in their total. All zero counts as nothing told.
 */
export function mapUsage(value: unknown): Usage | undefined {
  const wire = asObject(value);
  if (wire === undefined) return undefined;
  const usage: Usage = { ...NO_USAGE };
  const prompt = readPrompt(wire, usage);
  const completion = readCompletion(wire, usage, prompt);
  readToolCalls(wire, usage);
  return prompt + completion === 0 && usage.toolCalls === undefined ? undefined : usage;
}

function readPrompt(wire: Fields, usage: Usage): number {
  const details = asObject(wire['prompt_tokens_details']) ?? {};
  const told = count(wire['prompt_tokens']);
  const cached = readCacheRead(wire, details);
  const writes = readCacheWrites(wire, details);
  const cache = cached + writes.short + writes.long;
  const isCacheBeside = cache > 0 && asCount(wire['total_tokens']) === told + cache + count(wire['completion_tokens']);
  const prompt = isCacheBeside ? told + cache : told;
  const split = new Split(prompt, usage);
  usage.cacheRead = split.take(cached);
  usage.cacheWrite1h = split.take(writes.long);
  usage.cacheWrite5m = split.take(writes.short);
  // What came from the cache may have been pictures: they are counted once.
  usage.imageInput = Math.min(count(details['image_tokens']), split.left);
  split.take(usage.imageInput);
  usage.audioInput = Math.min(count(details['audio_tokens']), split.left);
  split.take(usage.audioInput);
  usage.input = split.left;
  return prompt;
}

function readCompletion(wire: Fields, usage: Usage, prompt: number): number {
  const details = asObject(wire['completion_tokens_details']) ?? {};
  const total = asCount(wire['total_tokens']);
  const told = asCount(wire['completion_tokens']) ?? Math.max(0, (total ?? prompt) - prompt);
  const reasoning = count(details['reasoning_tokens'] ?? wire['reasoning_tokens']);
  const beyond = total === undefined ? 0 : total - prompt - told;
  // xAI counts reasoning beside the completion; Google's endpoint only in the total.
  const isBeside =
    beyond > 0 && (beyond === reasoning || (reasoning === 0 && wire['completion_tokens_details'] === undefined));
  const completion = isBeside ? told + beyond : told;
  const split = new Split(completion, usage);
  usage.reasoning = split.take(isBeside ? beyond : reasoning);
  usage.imageOutput = split.take(count(details['image_tokens']));
  usage.audioOutput = split.take(count(details['audio_tokens']));
  usage.output = split.left;
  return completion;
}

/** Hands out a sum, never more than there is. */
class Split {
  constructor(
    public left: number,
    private readonly usage: Usage,
  ) {}

  take(figure: number): number {
    const taken = Math.min(figure, this.left);
    if (taken < figure) this.usage.isClamped = true;
    this.left -= taken;
    return taken;
  }
}

/** Searches are paid for by call: OpenRouter's and Perplexity's ways to tell them. */
function readToolCalls(wire: Fields, usage: Usage): void {
  const calls = asObject(wire['server_tool_use']) ?? {};
  for (const name of Object.keys(calls)) {
    const number = count(calls[name]);
    if (!name.endsWith(CALLS_SUFFIX) || number === 0) continue;
    (usage.toolCalls ??= {})[name.slice(0, -CALLS_SUFFIX.length)] = number;
  }
  const searches = count(wire['num_search_queries']);
  if (searches > 0) usage.toolCalls = { web_search: searches, ...usage.toolCalls };
}

function count(value: unknown): number {
  return asCount(value) ?? 0;
}

/** `kept`: how the upstream said it, if it spoke this dialect; it stands as long as it says the same. */
export function encodeUsage(usage: Usage, kept?: Fields): Fields {
  return kept !== undefined && isDeepStrictEqual(mapUsage(kept), usage) ? kept : { ...kept, ...writeUsage(usage) };
}

function writeUsage(usage: Usage): Fields {
  const prompt = inputTotal(usage);
  const completion = outputTotal(usage);
  const promptDetails: Fields = { cached_tokens: usage.cacheRead, audio_tokens: usage.audioInput };
  const writes = usage.cacheWrite5m + usage.cacheWrite1h;
  if (writes > 0) promptDetails['cache_write_tokens'] = writes;
  if (usage.imageInput > 0) promptDetails['image_tokens'] = usage.imageInput;
  const completionDetails: Fields = { reasoning_tokens: usage.reasoning, audio_tokens: usage.audioOutput };
  if (usage.imageOutput > 0) completionDetails['image_tokens'] = usage.imageOutput;
  const wire: Fields = { prompt_tokens: prompt, completion_tokens: completion, total_tokens: prompt + completion };
  if (usage.toolCalls !== undefined) {
    const calls = Object.entries(usage.toolCalls).map(([name, number]) => [name + CALLS_SUFFIX, number]);
    wire['server_tool_use'] = Object.fromEntries(calls);
  }
  return { ...wire, prompt_tokens_details: promptDetails, completion_tokens_details: completionDetails };
}
