import { NO_USAGE, type Usage } from '../../model/usage';
import { asObject } from '../read-json';
import { UsageFigures } from '../usage-figures';
import type { WireObject, WireUsage } from './anthropic-messages.wire';

const CALLS_SUFFIX = '_requests';

/**
 * Anthropic's figures are nearly disjoint already: `input_tokens` excludes the cache. Thinking is within `output_tokens`, and
 * what was written into the cache is told as a total, by time to live, or both. All zero counts as nothing told.
 */
export function mapUsage(value: unknown): Usage | undefined {
  const wire = asObject(value);
  if (wire === undefined) return undefined;
  const figures = new UsageFigures();
  const usage: Usage = { ...NO_USAGE };
  usage.input = figures.read(wire['input_tokens']);
  usage.cacheRead = figures.read(wire['cache_read_input_tokens']);
  readCacheWrites(wire, usage, figures);
  const output = figures.read(wire['output_tokens']);
  const details = asObject(wire['output_tokens_details']);
  const thinking = details === undefined ? 0 : figures.read(details['thinking_tokens']);
  usage.reasoning = figures.atMost(thinking, output);
  usage.output = output - usage.reasoning;
  readToolCalls(wire, usage, figures);
  if (figures.isClamped) usage.isClamped = true;
  const total = usage.input + usage.cacheRead + usage.cacheWrite5m + usage.cacheWrite1h + output;
  return total === 0 && usage.toolCalls === undefined && !figures.isClamped ? undefined : usage;
}

/** The total may be newer than its breakdown (server tools): what is beyond it was written for the usual five minutes. */
function readCacheWrites(wire: WireObject, usage: Usage, figures: UsageFigures): void {
  const total = figures.read(wire['cache_creation_input_tokens']);
  const split = asObject(wire['cache_creation']) ?? {};
  const short = figures.read(split['ephemeral_5m_input_tokens']);
  const long = figures.read(split['ephemeral_1h_input_tokens']);
  if (total === 0 || total === short + long) {
    usage.cacheWrite5m = short;
    usage.cacheWrite1h = long;
    return;
  }
  figures.atMost(short + long, total);
  usage.cacheWrite1h = Math.min(long, total);
  usage.cacheWrite5m = total - usage.cacheWrite1h;
}

function readToolCalls(wire: WireObject, usage: Usage, figures: UsageFigures): void {
  const calls = asObject(wire['server_tool_use']);
  if (calls === undefined) return;
  for (const name of Object.keys(calls)) {
    if (!name.endsWith(CALLS_SUFFIX) || calls[name] === null) continue;
    (usage.toolCalls ??= {})[name.slice(0, -CALLS_SUFFIX.length)] = figures.read(calls[name]);
  }
}

/** Images and sound are input and output like text here. */
export function encodeUsage(usage: Usage): WireUsage {
  const wire: WireUsage = {
    input_tokens: usage.input + usage.imageInput + usage.audioInput,
    cache_creation_input_tokens: usage.cacheWrite5m + usage.cacheWrite1h,
    cache_read_input_tokens: usage.cacheRead,
    cache_creation: { ephemeral_5m_input_tokens: usage.cacheWrite5m, ephemeral_1h_input_tokens: usage.cacheWrite1h },
    output_tokens: usage.output + usage.reasoning + usage.imageOutput + usage.audioOutput,
  };
  if (usage.reasoning > 0) wire.output_tokens_details = { thinking_tokens: usage.reasoning };
  if (usage.toolCalls !== undefined) {
    wire.server_tool_use = {};
    for (const name of Object.keys(usage.toolCalls)) wire.server_tool_use[name + CALLS_SUFFIX] = usage.toolCalls[name]!;
  }
  return wire;
}

const MAPPED: ReadonlySet<string> = new Set([
  'input_tokens',
  'cache_creation_input_tokens',
  'cache_read_input_tokens',
  'cache_creation',
  'output_tokens',
  'output_tokens_details',
  'server_tool_use',
  'service_tier',
]);

/** What usage says besides figures (region, iterations), for the way back. */
export function usageRest(value: unknown): WireObject | undefined {
  const wire = asObject(value);
  if (wire === undefined) return undefined;
  let rest: WireObject | undefined;
  for (const name of Object.keys(wire)) if (!MAPPED.has(name)) (rest ??= {})[name] = wire[name];
  return rest;
}
