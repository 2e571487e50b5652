import type { Citation } from '../../model/content';
import { asArray, asCount, asObject, asString } from '../read-json';
import { DIALECT, type Fields } from './gemini-generate.wire';

/**
 * Where statements come from: `groundingMetadata` of searches, `citationMetadata` of recitation (`citationSources` with
 * Gemini's API, `citations` with Vertex). Places are counted in bytes of UTF-8 there.
 */
export function readCitations(candidate: Fields, text: string): Citation[] {
  const toUnits = createCounter(text);
  const citations: Citation[] = [];
  const grounding = asObject(candidate['groundingMetadata']);
  const chunks = asArray(grounding?.['groundingChunks']) ?? [];
  for (const support of asArray(grounding?.['groundingSupports']) ?? []) {
    const fields = asObject(support) ?? {};
    const segment = asObject(fields['segment']) ?? {};
    for (const index of asArray(fields['groundingChunkIndices']) ?? []) {
      const source = sourceOf(chunks[asCount(index) ?? -1]);
      if (source === undefined) continue;
      const citation: Citation = { ...source };
      const cited = asString(segment['text']);
      if (cited !== undefined) citation.citedText = cited;
      addPlace(citation, segment, toUnits);
      citations.push(withOpaque(citation, support));
    }
  }
  const recited = asObject(candidate['citationMetadata']);
  for (const entry of asArray(recited?.['citationSources']) ?? asArray(recited?.['citations']) ?? []) {
    const fields = asObject(entry) ?? {};
    const citation = readSource(fields);
    addPlace(citation, fields, toUnits);
    citations.push(withOpaque(citation, entry));
  }
  return citations;
}

function sourceOf(chunk: unknown): Citation | undefined {
  const fields = asObject(chunk);
  const source = asObject(fields?.['web']) ?? asObject(fields?.['retrievedContext']) ?? asObject(fields?.['maps']);
  return source === undefined ? undefined : readSource(source);
}

function readSource(fields: Fields): Citation {
  const citation: Citation = {};
  const url = asString(fields['uri']);
  const title = asString(fields['title']);
  if (url !== undefined) citation.url = url;
  if (title !== undefined) citation.title = title;
  return citation;
}

function addPlace(citation: Citation, segment: Fields, toUnits: (bytes: number) => number): void {
  const end = asCount(segment['endIndex']);
  if (end === undefined) return;
  // A start of zero is left out.
  citation.start = toUnits(asCount(segment['startIndex']) ?? 0);
  citation.end = toUnits(end);
}

function withOpaque(citation: Citation, value: unknown): Citation {
  citation.opaque = { dialect: DIALECT, value };
  return citation;
}

/** UTF-16 units before a place counted in bytes; the text is only looked at when it has to be. */
function createCounter(text: string): (bytes: number) => number {
  let encoded: Buffer | undefined;
  return (bytes) => {
    encoded ??= Buffer.from(text);
    if (encoded.length === text.length) return Math.min(bytes, text.length);
    return encoded.subarray(0, bytes).toString().length;
  };
}

/** Citations of other dialects as grounding; every source is named once. */
export function encodeCitations(
  cited: readonly { text: string; citations: readonly Citation[] }[],
): Fields | undefined {
  const chunks: Fields[] = [];
  const supports: Fields[] = [];
  const places = new Map<string, number>();
  for (const { text, citations } of cited) {
    for (const citation of citations) {
      const key = `${citation.url ?? ''} ${citation.title ?? ''}`;
      let place = places.get(key);
      if (place === undefined) {
        place = chunks.push({ web: { uri: citation.url ?? '', title: citation.title ?? '' } }) - 1;
        places.set(key, place);
      }
      const segment: Fields = {};
      if (citation.start !== undefined) segment['startIndex'] = Buffer.byteLength(text.slice(0, citation.start));
      if (citation.end !== undefined) segment['endIndex'] = Buffer.byteLength(text.slice(0, citation.end));
      if (citation.citedText !== undefined) segment['text'] = citation.citedText;
      supports.push({ segment, groundingChunkIndices: [place] });
    }
  }
  return chunks.length === 0 ? undefined : { groundingChunks: chunks, groundingSupports: supports };
}
