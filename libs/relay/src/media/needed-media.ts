import type { SpokenDialect } from '../adapters/upstream-half';
import type { ChatRequest, Message } from '../model/chat-request';
import type { MediaSource, Part } from '../model/content';
import type { MediaKind } from './identify-media';
import type { FetchedMedia } from './media-cache';

/** A file that an upstream wants as bytes and the caller gave by its address. */
export interface NeededMedia {
  kind: MediaKind;
  url: string;
}

type MediaPart = Extract<Part, { type: MediaKind }>;

const HTTP = /^https?:\/\//i;
/** Anthropic reads PDF from addresses, other documents only from the request. */
const NO_PDF = /\.(?:txt|md|csv|html?|json|xml)$/i;
/** Claude at hosts takes bytes alone: https://platform.claude.com/docs/en/build-with-claude/vision. */
const AWS = 35;
const GOOGLE_CLOUD = 42;
const BYTES_ONLY: ReadonlySet<number> = new Set([AWS, GOOGLE_CLOUD]);
/** Google looks these up itself, and is the only one who can. */
const GOOGLES = /^https?:\/\/(?:(?:www\.|m\.)?youtube\.com|youtu\.be|generativelanguage\.googleapis\.com)\//i;

/**
 * Which addresses a dialect has no place for though it has one for the bytes. Addresses that the upstream takes are never
 * asked here.
 */
const NEEDS: Readonly<Record<SpokenDialect, (kind: MediaKind, url: string, channelType: number) => boolean>> = {
  'openai-chat': (kind) => kind === 'document' || kind === 'audio',
  'openai-responses': (kind) => kind === 'audio',
  'anthropic-messages': (kind, url, channelType) => {
    if (kind !== 'image' && kind !== 'document') return false;
    if (BYTES_ONLY.has(channelType)) return true;
    return /^http:/i.test(url) || (kind === 'document' && NO_PDF.test(url.split(/[?#]/, 1)[0]!));
  },
  'gemini-generate': (_, url) => !GOOGLES.test(url),
  'bedrock-converse': (kind) => kind === 'image' || kind === 'document',
  'ollama-chat': (kind) => kind === 'image',
  'cohere-chat': () => false,
};

export function keyOf({ kind, url }: NeededMedia): string {
  return `${kind} ${url}`;
}

/** Each once, in the order of the request. */
export function findNeeded({ messages }: ChatRequest, dialect: SpokenDialect, channelType: number): NeededMedia[] {
  const needed = new Map<string, NeededMedia>();
  const collect = (part: Part): void => {
    if (part.type === 'tool-result') part.content.forEach(collect);
    else if (isMedia(part) && part.source.kind === 'url' && HTTP.test(part.source.url)) {
      const one: NeededMedia = { kind: part.type, url: part.source.url };
      if (NEEDS[dialect](one.kind, one.url, channelType)) needed.set(keyOf(one), one);
    }
  };
  for (const { parts } of messages) parts.forEach(collect);
  return [...needed.values()];
}

function isMedia(part: Part): part is MediaPart {
  return part.type === 'image' || part.type === 'document' || part.type === 'audio' || part.type === 'video';
}

/** The same request with bytes in the place of addresses. */
export function putInline(request: ChatRequest, files: ReadonlyMap<string, FetchedMedia>): ChatRequest {
  const change = <T extends Part>(part: T): T => {
    if (part.type === 'tool-result') return { ...part, content: part.content.map(change) };
    if (!isMedia(part) || part.source.kind !== 'url') return part;
    const file = files.get(keyOf({ kind: part.type, url: part.source.url }));
    if (file === undefined) return part;
    const source: MediaSource = { kind: 'base64', ...file };
    return { ...part, source };
  };
  return {
    ...request,
    messages: request.messages.map((message): Message => ({ ...message, parts: message.parts.map(change) })),
  };
}
