import type { ResponseFormat } from '../../model/chat-request';
import type { Loss } from '../../model/loss';
import { invalidRequest } from '../invalid-request';
import { asObject } from '../read-json';
import { isSame, keep, readNotes } from './carry-notes';
import { decodeSchema } from './decode-schema';
import type { Fields } from './gemini-generate.wire';
import { prepareSchema } from './prepare-schema';
import { optionalString } from './read-fields';

/** Fields of `generationConfig` that together say the form of the answer. */
export const FORMAT_FIELDS: ReadonlySet<string> = new Set(['responseMimeType', 'responseSchema', 'responseJsonSchema']);

/** Undefined = there is no neutral word for it (answers that are a bare word of an enumeration). */
export function decodeResponseFormat(config: Fields): ResponseFormat | undefined {
  const mimeType = optionalString(config['responseMimeType'], 'generationConfig.responseMimeType', invalidRequest);
  const format = toFormat(mimeType, config['responseJsonSchema'] ?? undefined, config['responseSchema'] ?? undefined);
  if (format === undefined) return undefined;
  const written: Fields = {};
  for (const name of FORMAT_FIELDS)
    if (config[name] !== undefined && config[name] !== null) written[name] = config[name];
  return keep(format, undefined, { written });
}

function toFormat(mimeType: string | undefined, jsonSchema: unknown, schema: unknown): ResponseFormat | undefined {
  if (mimeType !== undefined && mimeType !== 'application/json' && mimeType !== 'text/plain') return undefined;
  if (jsonSchema !== undefined) return { type: 'json-schema', schema: jsonSchema };
  if (schema !== undefined) return { type: 'json-schema', schema: decodeSchema(schema) };
  if (mimeType === undefined) return undefined;
  return { type: mimeType === 'text/plain' ? 'text' : 'json' };
}

/** Fields to be written; Gemini holds to every schema, so strictness needs no place. */
export function encodeResponseFormat(format: ResponseFormat | undefined, losses: Loss[]): Fields | undefined {
  if (format === undefined) return undefined;
  const kept = readNotes(format).written;
  if (kept !== undefined && isKeptTrue(kept, format)) return kept;
  switch (format.type) {
    case 'text':
      return undefined;
    case 'json':
      return { responseMimeType: 'application/json' };
    case 'json-schema': {
      const prepared = prepareSchema(label(format), 'responseFormat.schema', losses);
      const name = prepared.isJsonSchema ? 'responseJsonSchema' : 'responseSchema';
      return { responseMimeType: 'application/json', [name]: prepared.schema };
    }
  }
}

function isKeptTrue(kept: Fields, format: ResponseFormat): boolean {
  const again = decodeResponseFormat(kept);
  return again !== undefined && isSame(again, format);
}

/** The schema's own words take in its name and description, for which there is no other place. */
function label(format: ResponseFormat & { type: 'json-schema' }): unknown {
  const schema = asObject(format.schema);
  if (schema === undefined || '$ref' in schema) return format.schema;
  const { name, description } = format;
  const needsName = name !== undefined && schema['title'] === undefined;
  const needsDescription = description !== undefined && schema['description'] === undefined;
  if (!needsName && !needsDescription) return schema;
  return { ...schema, ...(needsName && { title: name }), ...(needsDescription && { description }) };
}
