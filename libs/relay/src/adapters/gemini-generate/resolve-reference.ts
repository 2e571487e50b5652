import { asObject } from '../read-json';
import type { Schema } from './clean-schema';

/** Puts what is referred to in place of the reference. A reference within itself ends, as there is no word for it. */
export interface Resolver {
  /** Undefined = the reference leads nowhere or in a circle. */
  enter(schema: Schema): { schema: Schema; resolver: Resolver } | undefined;
}

export function createResolver(root: Schema, open: readonly string[] = []): Resolver {
  const resolver: Resolver = {
    enter(schema) {
      let current = schema;
      let path = open;
      while (typeof current['$ref'] === 'string') {
        const { $ref: reference, ...beside } = current as Schema & { $ref: string };
        const found = path.includes(reference) ? undefined : find(root, reference);
        if (found === undefined) return undefined;
        path = [...path, reference];
        current = { ...found, ...beside };
      }
      return { schema: current, resolver: path === open ? resolver : createResolver(root, path) };
    },
  };
  return resolver;
}

/** `#/$defs/Name` and the like; other documents are not looked for. */
function find(root: Schema, reference: string): Schema | undefined {
  if (reference === '#') return root;
  if (!reference.startsWith('#/')) return undefined;
  let current: unknown = root;
  for (const step of reference.slice(2).split('/')) {
    const name = step.replaceAll('~1', '/').replaceAll('~0', '~');
    const object = asObject(current);
    current = object !== undefined && Object.hasOwn(object, name) ? object[name] : undefined;
  }
  return asObject(current);
}
