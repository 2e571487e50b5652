import type { Citation } from '../../../model/content';
import { asCount, asObject, asString } from '../../read-json';
import { DIALECT, type Fields } from './openai-chat.wire';

/** Keeps its own form; only what was made here for a foreign source has none. */
export function decodeCitation(annotation: Fields): Citation {
  const source = asObject(annotation['url_citation']) ?? {};
  const citation: Citation = { opaque: { dialect: DIALECT, value: annotation } };
  const url = asString(source['url']);
  const title = asString(source['title']);
  const citedText = asString(source['content']);
  const start = asCount(source['start_index']);
  const end = asCount(source['end_index']);
  if (url !== undefined) citation.url = url;
  if (title !== undefined) citation.title = title;
  if (citedText !== undefined) citation.citedText = citedText;
  if (start !== undefined && end !== undefined) {
    citation.start = start;
    citation.end = end;
  }
  return citation;
}

/**
 * `offset`: where the cited text begins in the whole content; `length` is its own. A source without a range is one of the
 * whole text. Undefined = it has no address, which is all that can be cited here.
 */
export function encodeCitation(citation: Citation, offset: number, length: number): Fields | undefined {
  if (citation.opaque?.dialect === DIALECT) return asObject(citation.opaque.value);
  if (citation.url === undefined) return undefined;
  return {
    type: 'url_citation',
    url_citation: {
      start_index: offset + (citation.start ?? 0),
      end_index: offset + (citation.end ?? length),
      title: citation.title ?? '',
      url: citation.url,
    },
  };
}
