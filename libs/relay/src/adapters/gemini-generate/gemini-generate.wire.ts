/**
 * Shapes of Gemini's generateContent, as loose as strangers' JSON is. Readers check each field, writers fill these.
 * Reference: https://ai.google.dev/api/generate-content and https://ai.google.dev/api/caching (Content, Part, Tool, Schema).
 */
export const DIALECT = 'gemini-generate';

export type Fields = Record<string, unknown>;

export interface WirePart extends Fields {
  text?: string;
  thought?: boolean;
  thoughtSignature?: string;
}

export interface WireContent extends Fields {
  role?: string;
  parts: WirePart[];
}

export interface WireCandidate extends Fields {
  content?: WireContent;
  finishReason?: string;
  index?: number;
}

export interface WireTool extends Fields {
  functionDeclarations?: Fields[];
}

export interface WireUsage extends Fields {
  promptTokenCount: number;
  candidatesTokenCount: number;
  totalTokenCount: number;
}

export interface WireError extends Fields {
  error: { code: number; message: string; status: string; details: Fields[] };
}

/** Makes the error for a field that is not what it has to be: the caller's fault or the upstream's. */
export type Fail = (path: string, zh: string, en: string) => Error;
