import type { Citation } from '../../model/content';
import { asNumber, asObject, asString } from '../read-json';
import { DIALECT, type WireObject } from './openai-responses.wire';

/** Undefined = no object. */
export function decodeCitation(value: unknown): Citation | undefined {
  const wire = asObject(value);
  if (wire === undefined) return undefined;
  const citation: Citation = { opaque: { dialect: DIALECT, value: wire } };
  const url = asString(wire['url']);
  if (url !== undefined) citation.url = url;
  const title = asString(wire['title']) ?? asString(wire['filename']);
  if (title !== undefined) citation.title = title;
  const start = asNumber(wire['start_index']);
  if (start !== undefined) citation.start = start;
  const end = asNumber(wire['end_index']);
  if (end !== undefined) citation.end = end;
  return citation;
}

/** Clients insist on title and range: what names none is of the whole text. Undefined = it names no URL. */
export function encodeCitation(citation: Citation, textLength: number): WireObject | undefined {
  const own = citation.opaque?.dialect === DIALECT ? asObject(citation.opaque.value) : undefined;
  if (own !== undefined) return own;
  const { url, title, start, end } = citation;
  if (url === undefined) return undefined;
  return {
    type: 'url_citation',
    url,
    title: title ?? url,
    start_index: start ?? 0,
    end_index: end ?? textLength,
  };
}
