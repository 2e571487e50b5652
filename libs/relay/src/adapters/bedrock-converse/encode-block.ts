import type { Part, ThinkingPart, ToolCallPart, ToolResultPart } from '../../model/content';
import type { Loss } from '../../model/loss';
import type { RequestTarget, UpstreamTraits } from '../codec';
import { loseMarks } from '../lose-marks';
import { readToolInput } from '../read-tool-input';
import type { ToolNames } from '../tool-names';
import { DIALECT, type WireBlock } from './bedrock-converse.wire';
import type { DocumentNames } from './document-names';
import { encodeAudio, encodeDocument, encodeImage, encodeVideo, type EncodedMedia } from './encode-media';
import { encodeCachePoint } from './map-cache-point';
import { encodeCallId } from './map-call-id';

/** What the blocks of a request are written for. */
export interface BlockContext {
  target: RequestTarget;
  names: ToolNames;
  documents: DocumentNames;
  cacheMarks: NonNullable<UpstreamTraits['cacheMarks']>;
  losses: Loss[];
}

/** A part, and the cache point after it. None = nothing is to be written; what that loses is in `losses`. */
export function encodePart(part: Part, path: string, context: BlockContext): WireBlock[] {
  loseMarks(part, path, DIALECT, context.losses, { cache: true });
  const wire = encodeWhole(part, path, context);
  if (wire === undefined) return [];
  const cache = 'cache' in part ? part.cache : undefined;
  const point = encodeCachePoint(cache, context.cacheMarks, path, context.losses);
  return point === undefined ? [wire] : [wire, point];
}

function encodeWhole(part: Part, path: string, context: BlockContext): WireBlock | undefined {
  switch (part.type) {
    case 'text':
    case 'refusal':
      // Blank text is refused.
      return part.text.trim() === '' ? undefined : { text: part.text };
    case 'image':
      return complete(encodeImage(part), path, context);
    case 'document':
      return complete(encodeDocument(part, context.documents), path, context);
    case 'video':
      return complete(encodeVideo(part), path, context);
    case 'audio':
      return complete(encodeAudio(part), path, context);
    case 'tool-call':
      return encodeToolCall(part, path, context);
    case 'tool-result':
      return encodeToolResult(part, path, context);
    case 'thinking':
      return encodeThinking(part, path, context);
    case 'redacted-thinking':
      if (!context.target.acceptsSignature(part.signature)) {
        return lose(context, path, 'the signature is another provider’s');
      }
      return { reasoningContent: { redactedContent: part.signature.value } };
    case 'opaque':
      return lose(context, path, 'only its own protocol knows it');
  }
}

function encodeToolCall(part: ToolCallPart, path: string, context: BlockContext): WireBlock {
  const { input, isWrapped } = readToolInput(part);
  if (isWrapped) lose(context, `${path}.input`, 'is no JSON object; sent as text within one');
  return { toolUse: { toolUseId: encodeCallId(part.id), name: context.names.toWire(part), input } };
}

function encodeToolResult(part: ToolResultPart, path: string, context: BlockContext): WireBlock {
  const content = part.content.flatMap((item, index) => {
    const at = `${path}.content[${index}]`;
    // Cache points stand between blocks of a message only.
    if (item.cache !== undefined) lose(context, `${at}.cache`, 'results are cached as a whole');
    return encodePart({ ...item, cache: undefined }, at, context);
  });
  const result: WireBlock = { toolUseId: encodeCallId(part.callId), content };
  if (part.isError === true) {
    result['status'] = 'error';
    // A failure that says nothing is refused.
    if (content.length === 0) content.push({ text: 'error' });
  }
  return { toolResult: result };
}

function encodeThinking(part: ThinkingPart, path: string, context: BlockContext): WireBlock | undefined {
  const { signature, text } = part;
  if (signature === undefined || signature.value === '') return lose(context, path, 'unsigned thinking is refused');
  if (!context.target.acceptsSignature(signature)) return lose(context, path, 'the signature is another provider’s');
  return { reasoningContent: { reasoningText: { text, signature: signature.value } } };
}

function complete(media: EncodedMedia, path: string, context: BlockContext): WireBlock | undefined {
  return 'reason' in media ? lose(context, path, media.reason) : media.wire;
}

function lose(context: BlockContext, field: string, reason: string): undefined {
  context.losses.push({ field, reason });
}
