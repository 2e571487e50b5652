import type { Origin, Restful } from '../model/dialect';
import type { Loss } from '../model/loss';

type Fields = Record<string, unknown>;

/** Fields that are not named, and named ones whose value is an explicit null; undefined = none. */
export function findRest(wire: Fields, names: ReadonlySet<string>): Fields | undefined {
  let rest: Fields | undefined;
  for (const name of Object.keys(wire)) {
    if (!names.has(name) || wire[name] === null) (rest ??= {})[name] = wire[name];
  }
  return rest;
}

/** Lets fields ride along on the neutral object, and notes with them. Nothing is written when there is neither. */
export function keepRest<T extends Restful>(
  target: T,
  dialect: Origin,
  fields: Fields | undefined,
  notes?: unknown,
): T {
  if (fields === undefined && notes === undefined) return target;
  target.rest = { dialect, ...(fields !== undefined && { fields }), ...(notes !== undefined && { notes }) };
  return target;
}

/** Kept fields, if they are this dialect's. */
export function restOf(source: Restful, dialect: Origin): Fields | undefined {
  return source.rest?.dialect === dialect ? source.rest.fields : undefined;
}

export function notesOf(source: Restful, dialect: Origin): unknown {
  return source.rest?.dialect === dialect ? source.rest.notes : undefined;
}

/** Writes the kept fields into the wire object; what the neutral object said itself goes before. */
export function restoreRest<T extends Fields>(wire: T, source: Restful, dialect: Origin): T {
  const fields = restOf(source, dialect);
  if (fields === undefined) return wire;
  for (const name of Object.keys(fields)) if (!(name in wire)) (wire as Fields)[name] = fields[name];
  return wire;
}

/** How an answer is to be sent, not what it says: where nobody knows the word it comes as it always does. */
const HINTS: ReadonlySet<string> = new Set(['eager_input_streaming']);

/** Objects that only hold settings: empty, they set none. Of others even an empty one asks for something. */
const SETTINGS: ReadonlySet<string> = new Set(['text']);

/** Null, an empty list, empty settings: clients send them when nobody set anything. */
export function asksForNothing(name: string, value: unknown): boolean {
  if (value === null || HINTS.has(name)) return true;
  if (Array.isArray(value)) return value.length === 0;
  return SETTINGS.has(name) && typeof value === 'object' && Object.keys(value).length === 0;
}

/** Every kept field of another dialect is a loss, if it asks for something. `path` is where the object was. */
export function listRestLosses(source: Restful, dialect: Origin, path: string, losses: Loss[]): void {
  const { rest } = source;
  if (rest?.fields === undefined || rest.dialect === dialect) return;
  for (const name of Object.keys(rest.fields)) {
    if (!asksForNothing(name, rest.fields[name])) {
      losses.push({ field: path === '' ? name : `${path}.${name}`, reason: 'has no place here' });
    }
  }
}
