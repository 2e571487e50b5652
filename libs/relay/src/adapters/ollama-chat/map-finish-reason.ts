import type { FinishReason } from '../../model/finish-reason';
import { asString } from '../read-json';

const UNIFIED: ReadonlyMap<string, FinishReason['unified']> = new Map([
  ['stop', 'stop'],
  ['length', 'length'],
]);

/** Ollama says `stop` after calls too. */
export function decodeFinishReason(reason: unknown, hasCall: boolean): FinishReason {
  const raw = asString(reason);
  const unified = raw === undefined || raw === '' ? 'stop' : (UNIFIED.get(raw) ?? 'other');
  const finish: FinishReason = { unified: hasCall && unified !== 'length' ? 'tool-calls' : unified };
  if (raw !== undefined && raw !== '') finish.raw = raw;
  return finish;
}
