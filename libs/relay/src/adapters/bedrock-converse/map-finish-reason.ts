import type { FinishReason } from '../../model/finish-reason';
import { asObject, asString } from '../read-json';

const UNIFIED: ReadonlyMap<string, FinishReason['unified']> = new Map([
  ['end_turn', 'stop'],
  ['stop_sequence', 'stop-sequence'],
  ['max_tokens', 'length'],
  ['model_context_window_exceeded', 'length'],
  ['tool_use', 'tool-calls'],
  ['guardrail_intervened', 'content-filter'],
  ['content_filtered', 'content-filter'],
  ['refusal', 'refusal'],
  ['pause_turn', 'pause'],
  ['malformed_model_output', 'error'],
  ['malformed_tool_use', 'error'],
]);

/** `additional`: the model's own fields, where Claude tells which stop sequence it was. */
export function decodeFinishReason(reason: unknown, additional: unknown, hasCall: boolean): FinishReason {
  const raw = asString(reason);
  const unified = raw === undefined ? 'other' : (UNIFIED.get(raw) ?? 'other');
  const finish: FinishReason = {
    unified: hasCall && (unified === 'stop' || unified === 'other') ? 'tool-calls' : unified,
  };
  if (raw !== undefined) finish.raw = raw;
  const sequence = asString(asObject(additional)?.['stop_sequence']);
  if (sequence !== undefined) finish.stopSequence = sequence;
  return finish;
}
