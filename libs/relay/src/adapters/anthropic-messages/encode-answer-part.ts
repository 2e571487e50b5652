import type { Part, TextPart, ToolCallPart } from '../../model/content';
import type { Signature } from '../../model/dialect';
import type { Loss } from '../../model/loss';
import { packSignature } from '../../model/carry-signature';
import { listRestLosses, restoreRest } from '../carry-rest';
import type { AnswerTarget } from '../codec';
import { asObject } from '../read-json';
import { DIALECT, type WireBlock } from './anthropic-messages.wire';
import { encodeCitation } from './map-citation';
import { encodeToolInput } from './map-tool-input';

/** Blocks of an answer for a caller of this dialect. Signatures of any dialect go out: he brings them back. */
export function encodeAnswerPart(part: Part, path: string, target: AnswerTarget, losses: Loss[]): WireBlock[] {
  listRestLosses(part, DIALECT, path, losses);
  switch (part.type) {
    case 'text':
      return part.text === '' && part.citations === undefined
        ? []
        : signed(part.signature, encodeAnswerText(part, path, losses));
    case 'refusal':
      return part.text === '' ? [] : [{ type: 'text', text: part.text }];
    case 'thinking': {
      // Clients read `signature` of every thinking block, also where there is none.
      const signature = part.signature === undefined ? '' : packSignature(part.signature, DIALECT);
      return [restoreRest({ type: 'thinking', thinking: part.text, signature }, part, DIALECT)];
    }
    case 'redacted-thinking':
      return [restoreRest({ type: 'redacted_thinking', data: packSignature(part.signature, DIALECT) }, part, DIALECT)];
    case 'tool-call':
      return encodeAnswerCall(part, path, target, losses);
    case 'opaque': {
      const own = part.opaque.dialect === DIALECT ? asObject(part.opaque.value) : undefined;
      if (own !== undefined) return [own as WireBlock];
      losses.push({ field: path, reason: 'only its own protocol knows it' });
      return [];
    }
    default:
      losses.push({ field: path, reason: `${part.type} has no place in an answer here` });
      return [];
  }
}

function encodeAnswerText(part: TextPart, path: string, losses: Loss[]): WireBlock {
  const wire: WireBlock = { type: 'text', text: part.text };
  if (part.citations !== undefined) {
    wire['citations'] = part.citations.flatMap((citation, index) => {
      const encoded = encodeCitation(citation);
      if (encoded === undefined) losses.push({ field: `${path}.citations[${index}]`, reason: 'names no URL' });
      return encoded ?? [];
    });
  }
  return restoreRest(wire, part, DIALECT);
}

function encodeAnswerCall(part: ToolCallPart, path: string, target: AnswerTarget, losses: Loss[]): WireBlock[] {
  const { input, isWrapped } = encodeToolInput(part);
  if (isWrapped) losses.push({ field: `${path}.input`, reason: 'is no JSON object; sent as text within one' });
  const id = part.id === '' ? target.createId('toolu_') : part.id;
  return signed(part.signature, restoreRest({ type: 'tool_use', id, name: part.name, input }, part, DIALECT));
}

/** A block that has no place for its signature has it before itself, as a hidden thought: see attachSignatures. */
function signed(signature: Signature | undefined, block: WireBlock): WireBlock[] {
  if (signature === undefined) return [block];
  return [{ type: 'redacted_thinking', data: packSignature(signature, DIALECT) }, block];
}
