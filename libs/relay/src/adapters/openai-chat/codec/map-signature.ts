import { packSignature, unpackSignature } from '../../../model/carry-signature';
import type { Signature } from '../../../model/dialect';
import { asObject, asString, without } from '../../read-json';
import type { Fields } from './openai-chat.wire';

const OWNER = 'google';
const FIELD = 'thought_signature';
const CONTAINER = 'extra_content';

export interface SignedFields {
  signature?: Signature;
  /** What else the container holds. */
  rest?: Fields;
}

/**
 * The place where Google's own endpoint of this dialect signs calls and messages:
 * https://ai.google.dev/gemini-api/docs/thought-signatures. What stands there is Gemini's, unless it is our wrapping of
 * another's.
 */
export function readSignature(wire: Fields): SignedFields {
  const container = asObject(wire[CONTAINER]);
  const owner = asObject(container?.[OWNER]);
  const text = asString(owner?.[FIELD]);
  if (container === undefined || owner === undefined || text === undefined || text === '') return {};
  const signed: SignedFields = { signature: unpackSignature(text, 'gemini-generate') };
  const others = without(container, new Set([OWNER]));
  const ownerRest = without(owner, new Set([FIELD]));
  if (Object.keys(ownerRest).length > 0) others[OWNER] = ownerRest;
  if (Object.keys(others).length > 0) signed.rest = { [CONTAINER]: others };
  return signed;
}

export function writeSignature(signature: Signature, kept: Fields | undefined): Fields {
  const container = asObject(kept?.[CONTAINER]);
  const owner = { ...asObject(container?.[OWNER]), [FIELD]: packSignature(signature, 'gemini-generate') };
  return { [CONTAINER]: { ...container, [OWNER]: owner } };
}
