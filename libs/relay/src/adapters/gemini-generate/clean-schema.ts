import { asArray, asObject } from '../read-json';
import { mergeAllOf } from './merge-all-of';
import { createResolver, type Resolver } from './resolve-reference';

export type Schema = Record<string, unknown>;

/**
 * Words of Gemini's Schema object, as https://ai.google.dev/api/caching#Schema lists them. One that it does not list fails the
 * whole request ("Unknown name … Cannot find field").
 */
const KEPT: readonly string[] = [
  ...[
    'type',
    'format',
    'title',
    'description',
    'nullable',
    'default',
    'example',
    'enum',
    'required',
    'propertyOrdering',
  ],
  ...[
    'minItems',
    'maxItems',
    'minProperties',
    'maxProperties',
    'minLength',
    'maxLength',
    'pattern',
    'minimum',
    'maximum',
  ],
];

/** Put into other words below, or without meaning for values. */
const HANDLED: ReadonlySet<string> = new Set([
  ...KEPT,
  ...['properties', 'items', 'anyOf', 'oneOf', 'allOf', 'const', 'examples', '$ref', '$defs', 'definitions'],
  ...['$schema', '$id', '$anchor', '$comment', 'deprecated', 'readOnly', 'writeOnly'],
]);

const MOST_DEPTH = 24;

/** JSON schema in the words of the Schema object. `dropped` gathers what could not be said. */
export function cleanSchema(root: Schema, dropped: Set<string>): Schema {
  return clean(root, createResolver(root), dropped, 0);
}

function clean(source: Schema, resolver: Resolver, dropped: Set<string>, depth: number): Schema {
  if (depth > MOST_DEPTH) {
    dropped.add('depth');
    return { type: 'object' };
  }
  const resolved = resolver.enter(source);
  if (resolved === undefined) {
    dropped.add('$ref');
    return { type: 'object' };
  }
  const schema = mergeAllOf(resolved.schema, resolved.resolver);
  const inner = (value: unknown): Schema => clean(asObject(value) ?? {}, resolved.resolver, dropped, depth + 1);
  const target: Schema = {};
  for (const name of Object.keys(schema)) if (!HANDLED.has(name)) dropped.add(name);
  for (const name of KEPT) if (schema[name] !== undefined) target[name] = schema[name];
  const properties = asObject(schema['properties']);
  if (properties !== undefined) {
    target['properties'] = Object.fromEntries(Object.entries(properties).map(([name, value]) => [name, inner(value)]));
    keepKnown(target, 'required', properties);
  }
  const items = schema['items'];
  if (Array.isArray(items)) target['items'] = { anyOf: items.map(inner) };
  else if (items !== undefined) target['items'] = inner(items);
  const choices = asArray(schema['anyOf']) ?? asArray(schema['oneOf']);
  if (choices !== undefined) writeChoices(target, choices.map(inner));
  const examples = asArray(schema['examples']);
  if (examples?.[0] !== undefined && target['example'] === undefined) target['example'] = examples[0];
  writeEnum(target, schema, dropped);
  writeType(target);
  return target;
}

/** `null` as a choice is said by `nullable`; a single choice left is no choice. */
function writeChoices(target: Schema, choices: Schema[]): void {
  const real = choices.filter((choice) => choice['type'] !== 'null');
  if (real.length < choices.length) target['nullable'] = true;
  const only = real[0];
  if (real.length === 1 && only !== undefined) {
    for (const name of Object.keys(only)) if (!(name in target)) target[name] = only[name];
  } else if (real.length > 1) target['anyOf'] = real;
}

/** Only text can be enumerated. */
function writeEnum(target: Schema, schema: Schema, dropped: Set<string>): void {
  const values = 'const' in schema ? [schema['const']] : asArray(schema['enum']);
  if (values === undefined) return;
  delete target['enum'];
  const texts = values.filter((value) => typeof value === 'string');
  const hasNull = values.includes(null);
  if (hasNull) target['nullable'] = true;
  if (texts.length > 0 && texts.length + (hasNull ? 1 : 0) === values.length) {
    target['enum'] = texts;
    target['type'] ??= 'string';
    return;
  }
  if (texts.length === 0 && values.length === 1 && hasNull) return;
  dropped.add('const' in schema ? 'const' : 'enum');
  target['type'] ??= typeOf(values.find((value) => value !== null));
}

function writeType(target: Schema): void {
  const types = asArray(target['type'])?.filter((type) => typeof type === 'string');
  if (types !== undefined) {
    const real = types.filter((type) => type !== 'null');
    if (real.length < types.length) target['nullable'] = true;
    delete target['type'];
    if (real.length === 1) target['type'] = real[0];
    else if (real.length > 1) target['anyOf'] ??= real.map((type) => ({ type }));
    else target['type'] = 'null';
  }
  if (target['type'] !== undefined || target['anyOf'] !== undefined) return;
  if (target['properties'] !== undefined) target['type'] = 'object';
  else if (target['items'] !== undefined) target['type'] = 'array';
  else target['type'] = 'string';
}

/** Google refuses required properties that are not declared. */
function keepKnown(target: Schema, name: string, properties: Schema): void {
  const names = asArray(target[name]);
  if (names === undefined) return;
  const known = names.filter((one) => typeof one === 'string' && Object.hasOwn(properties, one));
  if (known.length > 0) target[name] = known;
  else delete target[name];
}

function typeOf(value: unknown): string {
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'number';
  if (typeof value === 'boolean') return 'boolean';
  return Array.isArray(value) ? 'array' : typeof value === 'object' ? 'object' : 'string';
}
