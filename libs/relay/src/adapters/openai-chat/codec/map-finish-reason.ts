import type { Origin } from '../../../model/dialect';
import type { FinishReason } from '../../../model/finish-reason';
import { asString } from '../../read-json';
import { DIALECT } from './openai-chat.wire';

/** What this dialect documents. */
const OWN: ReadonlyMap<string, FinishReason['unified']> = new Map([
  ['stop', 'stop'],
  ['length', 'length'],
  ['tool_calls', 'tool-calls'],
  ['function_call', 'tool-calls'],
  ['content_filter', 'content-filter'],
]);

/** What servers of this dialect say besides; read, never written. */
const OTHERS: ReadonlyMap<string, FinishReason['unified']> = new Map([
  ['eos', 'stop'],
  ['end_turn', 'stop'],
  ['stop_sequence', 'stop-sequence'],
  ['max_tokens', 'length'],
  // Mistral
  ['model_length', 'length'],
  // GLM
  ['model_context_window_exceeded', 'length'],
  ['tool_use', 'tool-calls'],
  // GLM
  ['sensitive', 'content-filter'],
  ['safety', 'content-filter'],
  ['recitation', 'content-filter'],
  ['refusal', 'refusal'],
  ['error', 'error'],
  // GLM
  ['network_error', 'error'],
  // DeepSeek
  ['insufficient_system_resource', 'error'],
  ['malformed_function_call', 'error'],
]);

const WIRE: Readonly<Record<FinishReason['unified'], string>> = {
  stop: 'stop',
  'stop-sequence': 'stop',
  length: 'length',
  'tool-calls': 'tool_calls',
  'content-filter': 'content_filter',
  refusal: 'content_filter',
  pause: 'stop',
  error: 'stop',
  other: 'stop',
};

/** A call in the answer decides: some upstreams say `stop` (or nothing) after it. */
export function decodeFinishReason(reason: unknown, hasToolCall: boolean): FinishReason {
  const raw = asString(reason);
  const known =
    raw === undefined ? undefined : (OWN.get(raw) ?? OTHERS.get(raw.toLowerCase()) ?? OWN.get(raw.toLowerCase()));
  const unified = known ?? 'other';
  const finish: FinishReason = {
    unified: hasToolCall && (unified === 'stop' || unified === 'other') ? 'tool-calls' : unified,
  };
  if (raw !== undefined) finish.raw = raw;
  return finish;
}

/** Only a value this dialect documents ever goes out. */
export function encodeFinishReason(finish: FinishReason, from: Origin, hasToolCall: boolean): string {
  const { unified, raw } = finish;
  if (hasToolCall && (unified === 'stop' || unified === 'other' || unified === 'pause')) return WIRE['tool-calls'];
  if (from === DIALECT && raw !== undefined && OWN.get(raw) === unified) return raw;
  return WIRE[unified];
}
