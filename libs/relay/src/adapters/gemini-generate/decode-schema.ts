import { asArray, asObject } from '../read-json';
import { readFields } from './read-fields';

/** Deeper than any schema that is meant. */
const MOST_DEPTH = 64;

const COUNTS = ['minItems', 'maxItems', 'minLength', 'maxLength', 'minProperties', 'maxProperties'];

/**
 * Gemini's Schema as JSON schema, for other dialects: upper-case types, `nullable`, counts as text and an order of properties
 * mean nothing there.
 */
export function decodeSchema(value: unknown, depth = 0): unknown {
  const source = readFields(value);
  if (source === undefined || depth > MOST_DEPTH) return value;
  const schema: Record<string, unknown> = { ...source };
  delete schema['propertyOrdering'];
  delete schema['nullable'];
  if (schema['format'] === 'enum') delete schema['format'];
  if (typeof schema['type'] === 'string') {
    if (schema['type'] === 'TYPE_UNSPECIFIED') delete schema['type'];
    else schema['type'] = schema['type'].toLowerCase();
  }
  if ('example' in schema) {
    schema['examples'] = [schema['example']];
    delete schema['example'];
  }
  for (const name of COUNTS) {
    const count = schema[name];
    if (typeof count === 'string' && count !== '' && Number.isInteger(Number(count))) schema[name] = Number(count);
  }
  const properties = asObject(schema['properties']);
  if (properties !== undefined) {
    schema['properties'] = Object.fromEntries(
      Object.entries(properties).map(([name, inner]) => [name, decodeSchema(inner, depth + 1)]),
    );
  }
  if (asObject(schema['items']) !== undefined) schema['items'] = decodeSchema(schema['items'], depth + 1);
  const anyOf = asArray(schema['anyOf']);
  if (anyOf !== undefined) schema['anyOf'] = anyOf.map((inner) => decodeSchema(inner, depth + 1));
  return source['nullable'] === true ? allowNull(schema) : schema;
}

function allowNull(schema: Record<string, unknown>): Record<string, unknown> {
  const anyOf = asArray(schema['anyOf']);
  if (typeof schema['type'] !== 'string') {
    return anyOf === undefined ? schema : { ...schema, anyOf: [...anyOf, { type: 'null' }] };
  }
  const values = asArray(schema['enum']);
  const nullable = { ...schema, type: [schema['type'], 'null'] };
  return values === undefined ? nullable : { ...nullable, enum: [...values, null] };
}
