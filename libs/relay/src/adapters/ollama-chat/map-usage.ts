import { NO_USAGE, type Usage } from '../../model/usage';
import { asCount } from '../read-json';
import type { Fields } from './ollama-chat.wire';

/**
 * Two figures that do not overlap: what was evaluated of the prompt, and all that was made, thinking included. There is no
 * cache to be paid for. All zero counts as nothing told. https://docs.ollama.com/api/usage
 */
export function mapUsage(wire: Fields): Usage | undefined {
  const usage: Usage = { ...NO_USAGE };
  for (const [field, name] of [
    ['input', 'prompt_eval_count'],
    ['output', 'eval_count'],
  ] as const) {
    const value = wire[name];
    if (value === undefined || value === null) continue;
    const count = asCount(value);
    if (count === undefined) usage.isClamped = true;
    usage[field] = count ?? 0;
  }
  return usage.input + usage.output === 0 && usage.isClamped !== true ? undefined : usage;
}
