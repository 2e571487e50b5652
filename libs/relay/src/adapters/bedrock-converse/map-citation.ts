import type { Citation } from '../../model/content';
import { asArray, asObject, asString } from '../read-json';
import { DIALECT } from './bedrock-converse.wire';

/** Where a statement comes from. Undefined = it is no citation. */
export function decodeCitation(value: unknown): Citation | undefined {
  const wire = asObject(value);
  if (wire === undefined) return undefined;
  const citation: Citation = { opaque: { dialect: DIALECT, value: wire } };
  const title = asString(wire['title']);
  if (title !== undefined) citation.title = title;
  const url = asString(asObject(asObject(wire['location'])?.['web'])?.['url']);
  if (url !== undefined) citation.url = url;
  const texts = (asArray(wire['sourceContent']) ?? []).map((piece) => asString(asObject(piece)?.['text']) ?? '');
  const citedText = texts.join('');
  if (citedText !== '') citation.citedText = citedText;
  return citation;
}
