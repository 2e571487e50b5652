import type { FinishReason } from '../../model/finish-reason';
import type { Origin } from '../../model/dialect';
import { DIALECT } from './gemini-generate.wire';

/** All of https://ai.google.dev/api/generate-content#FinishReason and Vertex's own; BlockReason shares its names with them. */
const UNIFIED: ReadonlyMap<string, FinishReason['unified']> = new Map([
  ['STOP', 'stop'],
  ['MAX_TOKENS', 'length'],
  ['SAFETY', 'content-filter'],
  ['RECITATION', 'content-filter'],
  ['LANGUAGE', 'content-filter'],
  ['BLOCKLIST', 'content-filter'],
  ['PROHIBITED_CONTENT', 'content-filter'],
  ['SPII', 'content-filter'],
  ['MODEL_ARMOR', 'content-filter'],
  ['JAILBREAK', 'content-filter'],
  ['ESCALATION', 'content-filter'],
  ['IMAGE_SAFETY', 'content-filter'],
  ['IMAGE_PROHIBITED_CONTENT', 'content-filter'],
  ['IMAGE_RECITATION', 'content-filter'],
  ['MALFORMED_FUNCTION_CALL', 'error'],
  ['UNEXPECTED_TOOL_CALL', 'error'],
  ['TOO_MANY_TOOL_CALLS', 'error'],
  ['MISSING_THOUGHT_SIGNATURE', 'error'],
  ['MALFORMED_RESPONSE', 'error'],
  ['IMAGE_OTHER', 'other'],
  ['NO_IMAGE', 'other'],
  ['OTHER', 'other'],
  ['FINISH_REASON_UNSPECIFIED', 'other'],
]);

const WIRE: Readonly<Record<FinishReason['unified'], string>> = {
  stop: 'STOP',
  'stop-sequence': 'STOP',
  length: 'MAX_TOKENS',
  'tool-calls': 'STOP',
  'content-filter': 'SAFETY',
  refusal: 'SAFETY',
  pause: 'STOP',
  error: 'OTHER',
  other: 'OTHER',
};

/** Gemini says STOP after calls too. */
export function decodeFinishReason(raw: string | undefined, hasToolCall: boolean): FinishReason {
  const unified = raw === undefined ? 'other' : (UNIFIED.get(raw) ?? 'other');
  const finish: FinishReason = { unified: hasToolCall && unified === 'stop' ? 'tool-calls' : unified };
  if (raw !== undefined) finish.raw = raw;
  return finish;
}

/** A prompt that was blocked has no other end than that. */
export function decodeBlockReason(raw: string): FinishReason {
  return { unified: 'content-filter', raw };
}

/** The upstream's own word only goes out where it was this dialect's. */
export function encodeFinishReason(finish: FinishReason, from: Origin): string {
  return from === DIALECT && finish.raw !== undefined ? finish.raw : WIRE[finish.unified];
}
