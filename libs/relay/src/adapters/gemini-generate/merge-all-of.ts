import { asArray, asObject } from '../read-json';
import type { Schema } from './clean-schema';
import type { Resolver } from './resolve-reference';

/** All of several schemas at once, said as one: properties and demands are joined, other words taken where they stand first. */
export function mergeAllOf(schema: Schema, resolver: Resolver, depth = 0): Schema {
  const all = asArray(schema['allOf']);
  if (all === undefined || depth > 8) return schema;
  const { allOf: _, ...merged } = schema;
  for (const one of all) {
    const part = resolver.enter(asObject(one) ?? {});
    if (part !== undefined) join(merged, mergeAllOf(part.schema, part.resolver, depth + 1));
  }
  return merged;
}

function join(target: Schema, other: Schema): void {
  for (const name of Object.keys(other)) {
    if (name === 'properties') {
      target[name] = { ...asObject(other[name]), ...asObject(target[name]) };
    } else if (name === 'required') {
      target[name] = [...new Set([...(asArray(target[name]) ?? []), ...(asArray(other[name]) ?? [])])];
    } else if (!(name in target)) target[name] = other[name];
  }
}
