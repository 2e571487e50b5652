import type { Restful } from '../../../model/dialect';
import { restOf } from '../../carry-rest';
import { asObject } from '../../read-json';
import { DIALECT, type Fields } from './openai-chat.wire';

/** Unknown fields of an object within another are kept by their path, so that each is named where it is lost. */
export function findNested(
  rest: Fields | undefined,
  wire: Fields,
  name: string,
  names: ReadonlySet<string>,
): Fields | undefined {
  const inner = asObject(wire[name]);
  if (inner === undefined) return rest;
  let all = rest;
  for (const key of Object.keys(inner)) {
    if (!names.has(key) || inner[key] === null) (all ??= {})[`${name}.${key}`] = inner[key];
  }
  return all;
}

/** Writes kept fields, those of inner objects too, where nothing was written yet. */
export function restoreAll<T extends Fields>(wire: T, source: Restful): T {
  const fields = restOf(source, DIALECT);
  if (fields === undefined) return wire;
  for (const name of Object.keys(fields)) {
    const dot = name.indexOf('.');
    const inner = dot > 0 ? asObject(wire[name.slice(0, dot)]) : undefined;
    const [target, key] = inner === undefined ? [wire as Fields, name] : [inner, name.slice(dot + 1)];
    if (!(key in target)) target[key] = fields[name];
  }
  return wire;
}
