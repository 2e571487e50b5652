import type { FinishReason } from '../../model/finish-reason';
import { asString } from '../read-json';

const UNIFIED: ReadonlyMap<string, FinishReason['unified']> = new Map([
  ['COMPLETE', 'stop'],
  ['STOP_SEQUENCE', 'stop-sequence'],
  ['MAX_TOKENS', 'length'],
  ['TOOL_CALL', 'tool-calls'],
  ['ERROR_TOXIC', 'content-filter'],
  ['ERROR', 'error'],
  ['TIMEOUT', 'error'],
]);

export function decodeFinishReason(reason: unknown, hasCall: boolean): FinishReason {
  const raw = asString(reason);
  const unified = raw === undefined ? 'other' : (UNIFIED.get(raw.toUpperCase()) ?? 'other');
  const finish: FinishReason = {
    unified: hasCall && (unified === 'stop' || unified === 'other') ? 'tool-calls' : unified,
  };
  if (raw !== undefined) finish.raw = raw;
  return finish;
}
