import { isDeepStrictEqual } from 'node:util';
import type { Opaque } from '../../model/dialect';
import { DIALECT, type Fields } from './gemini-generate.wire';

/** What the neutral object has no word for, so that the way back into this dialect loses nothing. */
export interface Rest {
  /** Fields to be written again. */
  fields?: Fields;
  /** The id was made here; Gemini gave none. */
  isIdDerived?: true;
  /** The message said no role. */
  isRoleAbsent?: true;
  /** The call said no arguments, not even empty ones. */
  isArgsAbsent?: true;
  /** The answer had no candidate, since its prompt was blocked. */
  isPromptBlocked?: true;
  /** Which entry of `tools` it stood in. */
  group?: number;
  /** Entries of `tools` that held nothing, by their place. */
  emptyTools?: Record<number, Fields>;
  /** Further fields of an object within, by its name. */
  nested?: Record<string, Fields>;
}

interface Restful {
  rest?: Opaque;
}

/** Fields that are not named, and named ones that are an explicit null. */
export function findRest(fields: Fields, names: ReadonlySet<string>): Fields | undefined {
  let rest: Fields | undefined;
  for (const name of Object.keys(fields)) {
    if (!names.has(name) || fields[name] === null) (rest ??= {})[name] = fields[name];
  }
  return rest;
}

export function keepRest<T extends object>(target: T, rest: Rest): T {
  for (const name in rest) {
    if (rest[name as keyof Rest] !== undefined) {
      (target as Restful).rest = { dialect: DIALECT, value: rest };
      break;
    }
  }
  return target;
}

export function restOf(source: object): Rest | undefined {
  const rest = (source as Restful).rest;
  return rest?.dialect === DIALECT ? (rest.value as Rest) : undefined;
}

/** Writes kept fields into the wire object; what the neutral object says itself goes before. */
export function restoreRest<T extends Fields>(wire: T, source: object): T {
  const fields = restOf(source)?.fields;
  if (fields === undefined) return wire;
  for (const name of Object.keys(fields)) if (!(name in wire)) (wire as Fields)[name] = fields[name];
  return wire;
}

/** Are two neutral objects the same, whatever rides along? Tells whether kept wire text still holds. */
export function isSame(left: object, right: object): boolean {
  return isDeepStrictEqual({ ...left, rest: undefined }, { ...right, rest: undefined });
}
