import { inputTotal, NO_USAGE, outputTotal, type Usage } from '../../model/usage';
import { asArray, asObject, asString } from '../read-json';
import { UsageFigures, UsageSplit } from '../usage-figures';
import type { WireObject, WireUsage } from './openai-responses.wire';

/** OpenAI's totals include their details: each detail is taken out of its total, and no more than is in it. */
export function mapUsage(value: unknown, output?: unknown): Usage | undefined {
  const wire = asObject(value);
  if (wire === undefined) return undefined;
  const figures = new UsageFigures();
  const usage: Usage = { ...NO_USAGE };
  const put = new UsageSplit(figures.read(wire['input_tokens']), figures);
  const input = asObject(wire['input_tokens_details']) ?? {};
  usage.cacheRead = put.take(figures.read(input['cached_tokens']));
  usage.cacheWrite5m = put.take(figures.read(input['cache_write_tokens']));
  usage.imageInput = put.take(figures.read(input['image_tokens']));
  usage.audioInput = put.take(figures.read(input['audio_tokens']));
  usage.input = put.left;
  const got = new UsageSplit(figures.read(wire['output_tokens']), figures);
  const details = asObject(wire['output_tokens_details']) ?? {};
  usage.reasoning = got.take(figures.read(details['reasoning_tokens']));
  usage.imageOutput = got.take(figures.read(details['image_tokens']));
  usage.audioOutput = got.take(figures.read(details['audio_tokens']));
  usage.output = got.left;
  const calls = countCalls(output);
  if (calls !== undefined) usage.toolCalls = calls;
  if (figures.isClamped) usage.isClamped = true;
  return inputTotal(usage) + outputTotal(usage) === 0 && calls === undefined && !figures.isClamped ? undefined : usage;
}

const HOSTED: ReadonlyMap<unknown, string> = new Map([
  ['web_search_call', 'web_search'],
  ['file_search_call', 'file_search'],
  ['code_interpreter_call', 'code_interpreter'],
]);

/** Hosted tools cost by the call, and only the answer's items say how many there were. */
function countCalls(output: unknown): Record<string, number> | undefined {
  let calls: Record<string, number> | undefined;
  for (const entry of asArray(output) ?? []) {
    const item = asObject(entry);
    const name = HOSTED.get(item?.['type']);
    if (name === undefined || asString(item?.['status']) === 'failed') continue;
    calls ??= {};
    calls[name] = (calls[name] ?? 0) + 1;
  }
  return calls;
}

export function encodeUsage(usage: Usage): WireUsage {
  const input = inputTotal(usage);
  const output = outputTotal(usage);
  return {
    input_tokens: input,
    input_tokens_details: {
      cached_tokens: usage.cacheRead,
      cache_write_tokens: usage.cacheWrite5m + usage.cacheWrite1h,
      ...positive({ image_tokens: usage.imageInput, audio_tokens: usage.audioInput }),
    },
    output_tokens: output,
    output_tokens_details: {
      reasoning_tokens: usage.reasoning,
      ...positive({ image_tokens: usage.imageOutput, audio_tokens: usage.audioOutput }),
    },
    total_tokens: input + output,
  };
}

function positive(figures: Record<string, number>): Record<string, number> {
  return Object.fromEntries(Object.entries(figures).filter(([, count]) => count > 0));
}

const MAPPED: ReadonlySet<string> = new Set([
  ...['input_tokens', 'input_tokens_details', 'output_tokens', 'output_tokens_details', 'total_tokens'],
]);

/** What usage says besides figures, for the way back. */
export function usageRest(value: unknown): WireObject | undefined {
  const rest = Object.entries(asObject(value) ?? {}).filter(([name]) => !MAPPED.has(name));
  return rest.length > 0 ? Object.fromEntries(rest) : undefined;
}
