import type { Citation } from '../../model/content';
import { asArray, asCount, asObject, asString } from '../read-json';
import { DIALECT } from './cohere-chat.wire';

/** A statement of the answer and where it comes from. Undefined = it is none. */
export function decodeCitation(value: unknown): Citation | undefined {
  const wire = asObject(value);
  if (wire === undefined) return undefined;
  const citation: Citation = { opaque: { dialect: DIALECT, value: wire } };
  const start = asCount(wire['start']);
  const end = asCount(wire['end']);
  if (start !== undefined) citation.start = start;
  if (end !== undefined) citation.end = end;
  const [source] = asArray(wire['sources']) ?? [];
  const document = asObject(asObject(source)?.['document']);
  const title = asString(document?.['title']);
  const url = asString(document?.['url']);
  const citedText = asString(document?.['text']) ?? asString(document?.['snippet']);
  if (title !== undefined) citation.title = title;
  if (url !== undefined) citation.url = url;
  if (citedText !== undefined) citation.citedText = citedText;
  return citation;
}
