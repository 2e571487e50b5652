import { packSignature, unpackSignature } from '../../model/carry-signature';
import type { Signature } from '../../model/dialect';
import { DIALECT } from './gemini-generate.wire';

/**
 * Stands in for a signature that is not to be had: history of another model, or of an upstream that this one does not trust.
 * Documented by https://ai.google.dev/gemini-api/docs/thought-signatures (FAQ) and, as the only one, by
 * https://docs.cloud.google.com/vertex-ai/generative-ai/docs/thought-signatures, hence this one of the two.
 */
export const SIGNATURE_PLACEHOLDER = 'skip_thought_signature_validator';

/** Proves nothing: a client put it there for want of a signature. */
export function isPlaceholder(signature: string): boolean {
  return signature === SIGNATURE_PLACEHOLDER || signature === 'context_engineering_is_the_way_to_go';
}

/**
 * The model has places for signatures on thinking and on calls; Gemini signs text too. Such a signature becomes thinking
 * without text whose signature says by its id where it belongs.
 */
export const PLACE = {
  /** On the text before it. */
  onText: 'text',
  /** On an empty text of its own. */
  onEmptyText: 'part',
  /** On a part that holds nothing else. */
  alone: 'bare',
} as const;

const REDACTED = 'redacted';

/** Base64 of what packed signatures begin with. */
const PACKED_START = Buffer.from('chatapi.v1.').toString('base64').slice(0, 14);

/** `thoughtSignature` is bytes: Google's own clients decode it, so what is packed has to be base64 as a whole. */
export function encodeSignature(signature: Signature): string {
  if (signature.dialect === DIALECT) return signature.value;
  return Buffer.from(packSignature(signature, DIALECT)).toString('base64');
}

export function decodeSignature(text: string): Signature {
  if (!text.startsWith(PACKED_START)) return { dialect: DIALECT, value: text };
  const packed = Buffer.from(text, 'base64').toString();
  const signature = unpackSignature(packed, DIALECT);
  return signature.dialect === DIALECT ? { dialect: DIALECT, value: text } : signature;
}

/** Marks the signature of thinking that its upstream hid, as it must go back as such. */
export function markRedacted(signature: Signature): Signature {
  return signature.dialect === DIALECT ? signature : { ...signature, id: REDACTED };
}

/** The other way; undefined for all other signatures. */
export function unmarkRedacted(signature: Signature): Signature | undefined {
  if (signature.dialect === DIALECT || signature.id !== REDACTED) return undefined;
  return { dialect: signature.dialect, value: signature.value };
}

/** Where an own signature belongs, if not on thinking or a call. */
export function placeOf(signature: Signature | undefined): string | undefined {
  return signature?.dialect === DIALECT ? signature.id : undefined;
}
