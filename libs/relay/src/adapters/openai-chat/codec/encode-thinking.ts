import { packSignature } from '../../../model/carry-signature';
import type { Part, RedactedThinkingPart, ThinkingPart } from '../../../model/content';
import type { Origin, Signature } from '../../../model/dialect';
import { thoughtNotes } from './decode-thinking';
import { DIALECT, type Fields } from './openai-chat.wire';

/** What OpenRouter calls the makers of proofs; clients hand it back with the rest. */
const FORMATS: Readonly<Partial<Record<Origin, string>>> = {
  'anthropic-messages': 'anthropic-claude-v1',
  'gemini-generate': 'google-gemini-v1',
  'openai-responses': 'openai-responses-v1',
};

/** One of `reasoning_details`. What came as one goes as it was. */
export function encodeDetail(part: Thought, index: number): Fields {
  return thoughtNotes(part).detail ?? writeDetail(part, index);
}

function writeDetail(part: Thought, index: number): Fields {
  const { signature } = part;
  const ending = { ...formatOf(signature), index };
  if (part.type === 'redacted-thinking') {
    return { type: 'reasoning.encrypted', data: packSignature(part.signature, DIALECT), ...ending };
  }
  const text =
    part.isSummary === true
      ? { type: 'reasoning.summary', summary: part.text }
      : { type: 'reasoning.text', text: part.text };
  return { ...text, ...(signature !== undefined && { signature: packSignature(signature, DIALECT) }), ...ending };
}

function formatOf(signature: Signature | undefined): Fields {
  const format = signature === undefined ? undefined : FORMATS[signature.dialect];
  return format === undefined ? {} : { format };
}

export type Thought = ThinkingPart | RedactedThinkingPart;

export function isThought(part: Part): part is Thought {
  return part.type === 'thinking' || part.type === 'redacted-thinking';
}

/** All thinking that can be read. */
export function thinkingText(parts: readonly Part[]): string {
  return parts.map((part) => (part.type === 'thinking' ? part.text : '')).join('');
}
