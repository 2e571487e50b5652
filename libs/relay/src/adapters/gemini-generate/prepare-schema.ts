import type { Loss } from '../../model/loss';
import { asArray, asObject } from '../read-json';
import { cleanSchema } from './clean-schema';

export interface PreparedSchema {
  /** Goes into `parametersJsonSchema` / `responseJsonSchema`; else into `parameters` / `responseSchema`. */
  isJsonSchema: boolean;
  schema: unknown;
}

/**
 * What Google documents for the fields that take JSON schema (https://ai.google.dev/api/generate-content, GenerationConfig,
 * responseJsonSchema): everything else may be sent but is not looked at.
 */
const JSON_SCHEMA_KEYWORDS: ReadonlySet<string> = new Set([
  ...['$id', '$defs', '$ref', '$anchor', 'type', 'format', 'title', 'description', 'enum', 'items', 'prefixItems'],
  ...['minItems', 'maxItems', 'minimum', 'maximum', 'anyOf', 'oneOf', 'properties', 'additionalProperties', 'required'],
  'propertyOrdering',
]);

/** Say nothing about values; sent along unread. */
const ANNOTATIONS: ReadonlySet<string> = new Set([
  ...['$schema', '$comment', 'default', 'examples', 'example', 'deprecated', 'readOnly', 'writeOnly', 'definitions'],
]);

const LISTS: readonly string[] = ['anyOf', 'oneOf', 'prefixItems'];
const MAPS: readonly string[] = ['properties', '$defs', 'definitions'];
const SINGLES: readonly string[] = ['items', 'additionalProperties'];
const MOST_DEPTH = 64;

/**
 * A schema that Google reads whole as JSON schema goes as it is: that keeps `additionalProperties`, references and unions,
 * which the older Schema object lacks. One with words that would go unread is put into the Schema object's words as far as
 * they reach (`const` as `enum`, `allOf` merged), and what is left out is told.
 */
export function prepareSchema(schema: unknown, field: string, losses: Loss[], isFunction = false): PreparedSchema {
  const root = asObject(schema);
  if (root === undefined) return { isJsonSchema: true, schema };
  if (isReadWhole(root, 0)) {
    // Functions take an object of arguments, and Google wants that said.
    const needsType = isFunction && root['type'] === undefined && root['$ref'] === undefined;
    return { isJsonSchema: true, schema: needsType ? { ...root, type: 'object' } : root };
  }
  const dropped = new Set<string>();
  const cleaned = cleanSchema(root, dropped);
  if (isFunction && cleaned['type'] === undefined) cleaned['type'] = 'object';
  if (dropped.size > 0) losses.push({ field, reason: `Gemini does not know ${[...dropped].sort().join(', ')}` });
  return { isJsonSchema: false, schema: cleaned };
}

function isReadWhole(value: unknown, depth: number): boolean {
  const schema = asObject(value);
  if (schema === undefined) return true;
  if (depth > MOST_DEPTH) return false;
  const names = Object.keys(schema);
  // Beside a reference only `$` words are allowed.
  if ('$ref' in schema && names.some((name) => !name.startsWith('$'))) return false;
  return (
    names.every((name) => JSON_SCHEMA_KEYWORDS.has(name) || ANNOTATIONS.has(name)) &&
    (asArray(schema['enum']) ?? []).every((one) => typeof one === 'string' || typeof one === 'number') &&
    LISTS.every((name) => (asArray(schema[name]) ?? []).every((inner) => isReadWhole(inner, depth + 1))) &&
    MAPS.every((name) => Object.values(asObject(schema[name]) ?? {}).every((inner) => isReadWhole(inner, depth + 1))) &&
    SINGLES.every((name) => isReadWhole(schema[name], depth + 1))
  );
}
