import type { Citation } from '../../model/content';
import { asObject, asString } from '../read-json';
import { DIALECT, type WireObject } from './anthropic-messages.wire';

/** A citation keeps its own form; only what was made here for a foreign source (no index of Anthropic's) does not. */
export function decodeCitation(value: unknown): Citation | undefined {
  const wire = asObject(value);
  if (wire === undefined) return undefined;
  const citation: Citation = {};
  const url = asString(wire['url']);
  const title = asString(wire['title']) ?? asString(wire['document_title']);
  const citedText = asString(wire['cited_text']);
  if (url !== undefined) citation.url = url;
  if (title !== undefined) citation.title = title;
  if (citedText !== undefined) citation.citedText = citedText;
  const isMadeHere = wire['type'] === 'web_search_result_location' && wire['encrypted_index'] === '';
  if (!isMadeHere) citation.opaque = { dialect: DIALECT, value: wire };
  return citation;
}

/** For an answer: a foreign source becomes a web search result, the only kind that names a URL. */
export function encodeCitation(citation: Citation): WireObject | undefined {
  const own = ownCitation(citation);
  if (own !== undefined || citation.url === undefined) return own;
  return {
    type: 'web_search_result_location',
    url: citation.url,
    title: citation.title ?? null,
    cited_text: citation.citedText ?? '',
    encrypted_index: '',
  };
}

/** For a request: only Anthropic's own form is accepted back. */
export function ownCitation(citation: Citation): WireObject | undefined {
  return citation.opaque?.dialect === DIALECT ? asObject(citation.opaque.value) : undefined;
}
