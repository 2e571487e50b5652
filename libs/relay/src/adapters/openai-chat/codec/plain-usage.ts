import { NO_USAGE, type Usage } from '../../../model/usage';
import { asCount, asObject } from '../../read-json';
import type { Fields } from './openai-chat.wire';

const NOTHING: Fields = {};

/**
 * Figures as nearly all come: OpenAI's own names, a total that is the sum, nothing but text, cache and reasoning. The table of
 * places says the same of them and takes several times as long. Undefined = look there.
 */
export function plainUsage(wire: Fields): Usage | undefined {
  for (const name in wire) if (!NAMES.has(name)) return undefined;
  const promptDetails = detailsOf(wire['prompt_tokens_details'], PROMPT_NAMES);
  const completionDetails = detailsOf(wire['completion_tokens_details'], COMPLETION_NAMES);
  const prompt = asCount(wire['prompt_tokens']);
  const completion = asCount(wire['completion_tokens']);
  if (promptDetails === undefined || completionDetails === undefined) return undefined;
  if (prompt === undefined || completion === undefined || prompt === 0 || completion === 0) return undefined;
  if (wire['total_tokens'] !== prompt + completion) return undefined;
  const cacheRead = asCount(promptDetails['cached_tokens'] ?? 0);
  const reasoning = asCount(completionDetails['reasoning_tokens'] ?? 0);
  if (cacheRead === undefined || reasoning === undefined || cacheRead > prompt || reasoning > completion)
    return undefined;
  return { ...NO_USAGE, input: prompt - cacheRead, cacheRead, output: completion - reasoning, reasoning };
}

const NAMES: ReadonlySet<string> = new Set([
  ...['prompt_tokens', 'completion_tokens', 'total_tokens'],
  ...['prompt_tokens_details', 'completion_tokens_details'],
]);
const PROMPT_NAMES: ReadonlySet<string> = new Set(['cached_tokens']);
const COMPLETION_NAMES: ReadonlySet<string> = new Set(['reasoning_tokens']);

/** Undefined when something else than the named figures is told. */
function detailsOf(value: unknown, names: ReadonlySet<string>): Fields | undefined {
  if (value === undefined || value === null) return NOTHING;
  const details = asObject(value);
  if (details === undefined) return undefined;
  for (const name in details) if (!names.has(name) && details[name] !== 0) return undefined;
  return details;
}
