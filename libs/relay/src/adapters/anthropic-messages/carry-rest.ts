import type { Opaque } from '../../model/dialect';
import { asObject } from '../read-json';
import { DIALECT, type WireObject } from './anthropic-messages.wire';

/**
 * Fields of a block, tool, message or event that the neutral model has no word for (`caller`, `defer_loading`, explicit
 * nulls). They ride along on the neutral object so that the way back into this dialect loses nothing.
 */
export interface Restful {
  rest?: Opaque;
}

/** Fields that are not named, and named ones whose value is an explicit null. */
export function findRest(wire: WireObject, names: ReadonlySet<string>): WireObject | undefined {
  let rest: WireObject | undefined;
  for (const name of Object.keys(wire)) {
    if (!names.has(name) || wire[name] === null) (rest ??= {})[name] = wire[name];
  }
  return rest;
}

export function keepRest<T extends object>(target: T, fields: WireObject | undefined): T {
  if (fields !== undefined) (target as Restful).rest = { dialect: DIALECT, value: fields };
  return target;
}

export function restOf(source: object): WireObject | undefined {
  const rest = (source as Restful).rest;
  return rest?.dialect === DIALECT ? asObject(rest.value) : undefined;
}

/** Writes the kept fields into the wire object; what the model said itself goes before. */
export function restoreRest<T extends WireObject>(wire: T, source: object): T {
  const rest = restOf(source);
  if (rest === undefined) return wire;
  for (const name of Object.keys(rest)) {
    if (!(name in wire)) (wire as WireObject)[name] = rest[name];
  }
  return wire;
}
