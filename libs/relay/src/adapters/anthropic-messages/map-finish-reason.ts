import type { FinishReason } from '../../model/finish-reason';
import type { Origin } from '../../model/dialect';
import { asString } from '../read-json';
import { DIALECT } from './anthropic-messages.wire';

const UNIFIED: ReadonlyMap<string, FinishReason['unified']> = new Map([
  ['end_turn', 'stop'],
  ['stop_sequence', 'stop-sequence'],
  ['max_tokens', 'length'],
  ['model_context_window_exceeded', 'length'],
  ['tool_use', 'tool-calls'],
  ['pause_turn', 'pause'],
  ['compaction', 'pause'],
  ['refusal', 'refusal'],
]);

const WIRE: Readonly<Record<FinishReason['unified'], string>> = {
  stop: 'end_turn',
  'stop-sequence': 'stop_sequence',
  length: 'max_tokens',
  'tool-calls': 'tool_use',
  'content-filter': 'refusal',
  refusal: 'refusal',
  pause: 'pause_turn',
  error: 'end_turn',
  other: 'end_turn',
};

/** A call in the answer decides: some upstreams say `end_turn` (or nothing) after it. */
export function decodeFinishReason(reason: unknown, stopSequence: unknown, hasToolCall: boolean): FinishReason {
  const raw = asString(reason);
  const unified = raw === undefined ? 'other' : (UNIFIED.get(raw) ?? 'other');
  const finish: FinishReason = {
    unified: hasToolCall && (unified === 'stop' || unified === 'other') ? 'tool-calls' : unified,
  };
  if (raw !== undefined) finish.raw = raw;
  const sequence = asString(stopSequence);
  if (sequence !== undefined) finish.stopSequence = sequence;
  return finish;
}

/** Only a value this dialect documents ever goes out. */
export function encodeFinishReason(
  finish: FinishReason,
  from: Origin,
  has: { toolCall: boolean; refusal: boolean },
): { stop_reason: string; stop_sequence: string | null } {
  const isPlain = finish.unified === 'stop' || finish.unified === 'other';
  let reason = WIRE[finish.unified];
  if (isPlain && has.toolCall) reason = 'tool_use';
  else if (isPlain && has.refusal) reason = 'refusal';
  else if (from === DIALECT && finish.raw !== undefined && UNIFIED.get(finish.raw) === finish.unified)
    reason = finish.raw;
  return { stop_reason: reason, stop_sequence: finish.stopSequence ?? null };
}
