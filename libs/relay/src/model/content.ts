import type { CacheMark, Opaque, Restful, Signature } from './dialect';

/** Where a file's bytes are. */
export type MediaSource =
  | { kind: 'base64'; mediaType: string; data: string }
  | { kind: 'url'; url: string; mediaType?: string }
  /** Uploaded to the upstream before; of use only there. */
  | { kind: 'file'; id: string; mediaType?: string };

interface Cacheable extends Restful {
  cache?: CacheMark;
}

/** Gemini signs parts of any kind. */
interface Signable {
  signature?: Signature;
}

export interface TextPart extends Cacheable, Signable {
  type: 'text';
  text: string;
  /** Where statements of the text come from. */
  citations?: Citation[];
}

export interface Citation {
  url?: string;
  title?: string;
  citedText?: string;
  /** Range in the text, in UTF-16 units. */
  start?: number;
  end?: number;
  /** The dialect's own form, for the way back. */
  opaque?: Opaque;
}

export interface ImagePart extends Cacheable, Signable {
  type: 'image';
  source: MediaSource;
  detail?: string;
}

/** PDF or another document. */
export interface DocumentPart extends Cacheable, Signable {
  type: 'document';
  /** Plain text may stand in place of a file. */
  source: MediaSource | { kind: 'text'; text: string };
  title?: string;
  context?: string;
  /** The answer shall cite it. */
  wantsCitations?: boolean;
}

export interface AudioPart extends Cacheable, Signable {
  type: 'audio';
  source: MediaSource;
  /** wav, mp3, … */
  format?: string;
}

export interface VideoPart extends Cacheable, Signable {
  type: 'video';
  source: MediaSource;
}

/** A tool the model wants called. */
export interface ToolCallPart extends Cacheable, Signable {
  type: 'tool-call';
  id: string;
  name: string;
  /** Group of tools that the name belongs to (OpenAI's namespaces). */
  namespace?: string;
  /** A custom tool takes free text, a function JSON. */
  kind: 'function' | 'custom';
  /** Exactly as the model wrote it: JSON text for functions (perhaps broken), anything for custom tools. */
  input: string;
}

export interface ToolResultPart extends Cacheable {
  type: 'tool-result';
  callId: string;
  /** Name of the tool, where the dialect says it. */
  name?: string;
  kind: 'function' | 'custom';
  content: (TextPart | ImagePart | DocumentPart | OpaquePart)[];
  isError?: boolean;
}

/** What the model thought; may be empty when only its signature is told. */
export interface ThinkingPart extends Restful {
  type: 'thinking';
  text: string;
  /** Text is a summary of the thinking and not itself. */
  isSummary?: boolean;
  signature?: Signature;
}

/** Thinking that the upstream hides. */
export interface RedactedThinkingPart extends Restful {
  type: 'redacted-thinking';
  signature: Signature;
}

export interface RefusalPart extends Restful {
  type: 'refusal';
  text: string;
}

export interface OpaquePart extends Cacheable {
  type: 'opaque';
  opaque: Opaque;
}

export type Part =
  | TextPart
  | ImagePart
  | DocumentPart
  | AudioPart
  | VideoPart
  | ToolCallPart
  | ToolResultPart
  | ThinkingPart
  | RedactedThinkingPart
  | RefusalPart
  | OpaquePart;
