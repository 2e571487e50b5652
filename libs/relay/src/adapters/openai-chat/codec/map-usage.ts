import { isDeepStrictEqual } from 'node:util';
import { inputTotal, NO_USAGE, outputTotal, type Usage } from '../../../model/usage';
import { asCount, asObject } from '../../read-json';
import { UsageFigures, UsageSplit } from '../../usage-figures';
import { plainUsage } from './plain-usage';
import { PLACES } from './usage-places';
import type { Fields } from './openai-chat.wire';

const CALLS_SUFFIX = '_requests';

/**
 * OpenAI's figures as disjoint classes: `prompt_tokens` includes the cache and sounds, `completion_tokens` includes reasoning.
 * Not all of its followers do alike, which shows in their total. All zero counts as nothing told.
 */
export function mapUsage(value: unknown): Usage | undefined {
  const wire = asObject(value);
  return wire === undefined ? undefined : (plainUsage(wire) ?? mapByPlaces(wire));
}

/** Whatever upstreams tell, by the table. */
export function mapByPlaces(wire: Fields): Usage | undefined {
  const figures = new UsageFigures();
  const usage: Usage = { ...NO_USAGE };
  const prompt = readPrompt(wire, usage, figures);
  const completion = readCompletion(wire, usage, prompt, figures);
  readToolCalls(wire, usage, figures);
  if (figures.isClamped) usage.isClamped = true;
  return prompt + completion === 0 && usage.toolCalls === undefined && !figures.isClamped ? undefined : usage;
}

function readPrompt(wire: Fields, usage: Usage, figures: UsageFigures): number {
  const told = figures.first(wire, PLACES.prompt);
  const cached = figures.first(wire, PLACES.cacheRead);
  const writes = readCacheWrites(wire, figures);
  const cache = cached + writes.short + writes.long;
  const completion = cache > 0 ? figures.first(wire, PLACES.completion) : 0;
  const isCacheBeside = cache > 0 && asCount(wire['total_tokens']) === told + cache + completion;
  const prompt = isCacheBeside ? told + cache : told;
  const split = new UsageSplit(prompt, figures);
  usage.cacheRead = split.take(cached);
  usage.cacheWrite1h = split.take(writes.long);
  usage.cacheWrite5m = split.take(writes.short);
  // What came from the cache may have been pictures: they are counted once.
  usage.imageInput = Math.min(figures.atMost(figures.first(wire, PLACES.imageInput), prompt), split.left);
  split.take(usage.imageInput);
  usage.audioInput = Math.min(figures.atMost(figures.first(wire, PLACES.audioInput), prompt), split.left);
  split.take(usage.audioInput);
  usage.input = split.left;
  return prompt;
}

/**
 * What was written into the cache, by time to live. Resellers tell a total, a breakdown, or both; what the total has beyond
 * the breakdown was written for the usual five minutes.
 */
function readCacheWrites(wire: Fields, figures: UsageFigures): { short: number; long: number } {
  const total = figures.first(wire, PLACES.cacheWrite);
  const short = figures.first(wire, PLACES.cacheWrite5m);
  const long = figures.first(wire, PLACES.cacheWrite1h);
  return total > short + long ? { short: total - long, long } : { short, long };
}

function readCompletion(wire: Fields, usage: Usage, prompt: number, figures: UsageFigures): number {
  // Zero tells nothing.
  const total = figures.read(wire['total_tokens']) || undefined;
  const told = completionTold(wire, figures) ?? remainder(total ?? prompt, prompt, figures);
  const reasoning = figures.first(wire, PLACES.reasoning);
  const beyond = total === undefined ? 0 : total - prompt - told;
  // xAI counts reasoning beside the completion; Google's endpoint only in the total.
  const isBeside =
    beyond > 0 && (beyond === reasoning || (reasoning === 0 && wire['completion_tokens_details'] === undefined));
  const completion = isBeside ? told + beyond : told;
  const split = new UsageSplit(completion, figures);
  usage.reasoning = split.take(isBeside ? beyond : reasoning);
  usage.imageOutput = split.take(figures.first(wire, PLACES.imageOutput));
  usage.audioOutput = split.take(figures.first(wire, PLACES.audioOutput));
  usage.output = split.left;
  return completion;
}

/** Undefined = the total has to tell. */
function completionTold(wire: Fields, figures: UsageFigures): number | undefined {
  const told = figures.first(wire, PLACES.completion);
  return told > 0 || PLACES.completion.some(([name]) => asCount(wire[name]) === 0) ? told : undefined;
}

function remainder(total: number, prompt: number, figures: UsageFigures): number {
  return total - figures.atMost(prompt, total);
}

/** Searches are paid for by call: OpenRouter's and Perplexity's ways to tell them. */
function readToolCalls(wire: Fields, usage: Usage, figures: UsageFigures): void {
  const calls = asObject(wire['server_tool_use']) ?? {};
  for (const name of Object.keys(calls)) {
    const number = name.endsWith(CALLS_SUFFIX) ? figures.read(calls[name]) : 0;
    if (number > 0) (usage.toolCalls ??= {})[name.slice(0, -CALLS_SUFFIX.length)] = number;
  }
  const searches = figures.read(wire['num_search_queries']);
  if (searches > 0) usage.toolCalls = { web_search: searches, ...usage.toolCalls };
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
