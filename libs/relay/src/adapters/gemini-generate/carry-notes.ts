import { isDeepStrictEqual } from 'node:util';
import type { Restful } from '../../model/dialect';
import { keepRest, notesOf, restOf } from '../carry-rest';
import { asObject } from '../read-json';
import { DIALECT, type Fields } from './gemini-generate.wire';

/** How this dialect wrote what the neutral object says. */
export interface Notes {
  /** Fields whose meaning the neutral object has, or that have none, as they were; undefined = there was no such field. */
  written?: Fields;
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
}

const NONE: Readonly<Notes> = {};

/** Fields without a neutral word, and notes; nothing is kept where both are empty. */
export function keep<T extends Restful>(target: T, fields: Fields | undefined, notes: Notes = NONE): T {
  return keepRest(target, DIALECT, isEmpty(fields) ? undefined : fields, isEmpty(notes) ? undefined : notes);
}

export function readNotes(source: Restful): Notes {
  return (notesOf(source, DIALECT) as Notes | undefined) ?? NONE;
}

/** Everything that was kept, of both kinds. */
export function readKept(source: Restful): Fields {
  return { ...restOf(source, DIALECT), ...readNotes(source).written };
}

/** Fields of an object within, named by their path. */
export function nest(name: string, inner: Fields | undefined, beside?: Fields): Fields | undefined {
  if (inner === undefined) return beside;
  const fields: Fields = { ...beside };
  for (const key of Object.keys(inner)) fields[`${name}.${key}`] = inner[key];
  return fields;
}

/** Writes what was kept into the wire object and the objects within; what the neutral object says itself goes before. */
export function restoreKept<T extends Fields>(wire: T, source: Restful): T {
  if (source.rest === undefined) return wire;
  const kept = readKept(source);
  for (const path of Object.keys(kept)) {
    const dot = path.indexOf('.');
    const inner = dot < 0 ? undefined : asObject(wire[path.slice(0, dot)]);
    const holder: Fields = inner ?? wire;
    const name = inner === undefined ? path : path.slice(dot + 1);
    if (!(name in holder)) holder[name] = kept[path];
  }
  return wire;
}

/** Are two neutral objects the same, whatever rides along? Tells whether kept wire text still holds. */
export function isSame(left: object, right: object): boolean {
  return isDeepStrictEqual({ ...left, rest: undefined }, { ...right, rest: undefined });
}

function isEmpty(object: object | undefined): boolean {
  for (const _ in object) return false;
  return true;
}
