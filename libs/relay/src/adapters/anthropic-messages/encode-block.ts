import type { Part, TextPart, ThinkingPart, ToolCallPart, ToolResultPart } from '../../model/content';
import type { CacheMark, Signature } from '../../model/dialect';
import type { Loss } from '../../model/loss';
import { packSignature } from '../../model/carry-signature';
import { listRestLosses, restoreRest } from '../carry-rest';
import type { UpstreamTraits } from '../codec';
import { asObject } from '../read-json';
import type { ToolNames } from '../tool-names';
import { DIALECT, type WireBlock, type WireObject } from './anthropic-messages.wire';
import { encodeDocument, encodeImage, type EncodedMedia } from './encode-media';
import { encodeCacheControl, fitCacheControl } from './map-cache-control';
import { ownCitation } from './map-citation';
import { encodeToolInput } from './map-tool-input';
import { encodeCallId } from './map-call-id';

/** What the blocks of a request are written for. */
export interface BlockContext {
  /** The request was read from this dialect: files and names are the upstream's own. */
  isOwn: boolean;
  acceptsSignature(signature: Signature): boolean;
  names: ToolNames;
  cacheMarks?: UpstreamTraits['cacheMarks'];
  losses: Loss[];
}

/** Offered where thinking has no signature: Anthropic refuses it, upstreams that want their own reasoning back do not sign. */
const UNSIGNED: Signature = { dialect: DIALECT, value: '' };

/** Undefined = nothing is to be written; what that loses is in `losses`. */
export function encodePart(part: Part, path: string, context: BlockContext): WireBlock | undefined {
  listRestLosses(part, DIALECT, path, context.losses);
  const wire = encodeWhole(part, path, context);
  if (wire === undefined) return undefined;
  if (
    'signature' in part &&
    part.signature !== undefined &&
    wire.type !== 'thinking' &&
    wire.type !== 'redacted_thinking'
  )
    lose(context, `${path}.signature`, 'only thinking is signed here');
  return fitCacheControl(wire, context.cacheMarks, path, context.losses);
}

function encodeWhole(part: Part, path: string, context: BlockContext): WireBlock | undefined {
  switch (part.type) {
    case 'text':
      return encodeText(part, path, context);
    case 'refusal':
      return part.text === '' ? undefined : { type: 'text', text: part.text };
    case 'image':
      if (part.detail !== undefined && part.detail !== 'auto')
        lose(context, `${path}.detail`, 'images have one detail here');
      return complete(encodeImage(part, context.isOwn), part, path, context);
    case 'document':
      return complete(encodeDocument(part, context.isOwn), part, path, context);
    case 'tool-call':
      return encodeToolCall(part, path, context);
    case 'tool-result':
      return encodeToolResult(part, path, context);
    case 'thinking':
      return encodeThinking(part, path, context);
    case 'redacted-thinking':
      if (!context.acceptsSignature(part.signature)) return lose(context, path, 'the signature is another provider’s');
      return restoreRest({ type: 'redacted_thinking', data: packSignature(part.signature, DIALECT) }, part, DIALECT);
    case 'opaque':
      return encodeOpaque(part.opaque.dialect === DIALECT ? asObject(part.opaque.value) : undefined, path, context);
    case 'audio':
    case 'video':
      return lose(context, path, `${part.type} is not read here`);
  }
}

/** Anthropic refuses empty text. */
function encodeText(part: TextPart, path: string, context: BlockContext): WireBlock | undefined {
  if (part.text === '') return undefined;
  const wire: WireBlock = { type: 'text', text: part.text };
  if (part.citations !== undefined) {
    wire['citations'] = part.citations.flatMap((citation, index) => {
      const own = ownCitation(citation);
      if (own === undefined)
        lose(context, `${path}.citations[${index}]`, 'only Anthropic’s own citations come back here');
      return own ?? [];
    });
    if (part.citations.length > 0 && (wire['citations'] as unknown[]).length === 0) delete wire['citations'];
  }
  return restoreRest(withCache(wire, part.cache), part, DIALECT);
}

function encodeToolCall(part: ToolCallPart, path: string, context: BlockContext): WireBlock {
  const { input, isWrapped } = encodeToolInput(part);
  if (isWrapped) lose(context, `${path}.input`, 'is no JSON object; sent as text within one');
  const name = context.names.toWire(part);
  const wire = { type: 'tool_use', id: context.isOwn ? part.id : encodeCallId(part.id), name, input };
  return restoreRest(withCache(wire, part.cache), part, DIALECT);
}

function encodeToolResult(part: ToolResultPart, path: string, context: BlockContext): WireBlock {
  const id = context.isOwn ? part.callId : encodeCallId(part.callId);
  const wire: WireBlock = { type: 'tool_result', tool_use_id: id };
  const content = part.content.flatMap((item, index) => encodePart(item, `${path}.content[${index}]`, context) ?? []);
  if (content.length > 0 || part.content.length === 0) wire['content'] = content;
  if (part.isError !== undefined) wire['is_error'] = part.isError;
  return restoreRest(withCache(wire, part.cache), part, DIALECT);
}

function encodeThinking(part: ThinkingPart, path: string, context: BlockContext): WireBlock | undefined {
  const signature = part.signature ?? UNSIGNED;
  if (!context.acceptsSignature(signature)) {
    return lose(
      context,
      path,
      part.signature === undefined ? 'unsigned thinking is refused' : 'the signature is another provider’s',
    );
  }
  return restoreRest(
    { type: 'thinking', thinking: part.text, signature: packSignature(signature, DIALECT) },
    part,
    DIALECT,
  );
}

function encodeOpaque(value: WireObject | undefined, path: string, context: BlockContext): WireBlock | undefined {
  return value === undefined ? lose(context, path, 'only its own protocol knows it') : (value as WireBlock);
}

function complete(media: EncodedMedia, part: Part & { cache?: CacheMark }, path: string, context: BlockContext) {
  if ('reason' in media) return lose(context, path, media.reason);
  return restoreRest(withCache(media.wire as WireBlock, part.cache), part, DIALECT);
}

function withCache(wire: WireBlock, cache: CacheMark | undefined): WireBlock {
  if (cache !== undefined) wire['cache_control'] = encodeCacheControl(cache);
  return wire;
}

function lose(context: BlockContext, field: string, reason: string): undefined {
  context.losses.push({ field, reason });
}
