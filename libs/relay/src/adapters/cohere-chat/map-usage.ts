import { NO_USAGE, type Usage } from '../../model/usage';
import { asCount, asObject } from '../read-json';
import type { Fields } from './cohere-chat.wire';

/**
 * Cohere tells two counts: `billed_units` is what it charges, `tokens` also has the prompt that it writes itself around the
 * caller's (some hundred tokens), of which `cached_tokens` came from its cache. What is charged counts; an upstream that tells
 * the other alone is counted by that. Thinking is within the output. All zero counts as nothing told.
 * https://docs.cohere.com/reference/chat#response.body.usage
 */
export function mapUsage(value: unknown): Usage | undefined {
  const wire = asObject(value);
  if (wire === undefined) return undefined;
  const usage: Usage = { ...NO_USAGE };
  const billed = asObject(wire['billed_units']);
  const isBilled = billed?.['input_tokens'] !== undefined || billed?.['output_tokens'] !== undefined;
  const figures = isBilled ? billed : asObject(wire['tokens']);
  const input = read(figures ?? {}, 'input_tokens', usage);
  usage.output = read(figures ?? {}, 'output_tokens', usage);
  const cached = isBilled ? 0 : read(wire, 'cached_tokens', usage);
  usage.cacheRead = Math.min(cached, input);
  if (cached > input) usage.isClamped = true;
  usage.input = input - usage.cacheRead;
  const searches = billed === undefined ? 0 : read(billed, 'search_units', usage);
  if (searches > 0) usage.toolCalls = { search: searches };
  const isTold = input + usage.output > 0 || usage.toolCalls !== undefined || usage.isClamped === true;
  return isTold ? usage : undefined;
}

/** Figures may come as decimals (`11.0`), which JSON does not tell apart; a fraction of a token is none. */
function read(wire: Fields, name: string, usage: Usage): number {
  const value = wire[name];
  if (value === undefined || value === null) return 0;
  const count = asCount(value);
  if (count === undefined) usage.isClamped = true;
  return count ?? 0;
}
