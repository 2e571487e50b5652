import type { Restful } from '../../model/dialect';
import { findRest, keepRest, notesOf, restOf } from '../carry-rest';
import { DIALECT, type WireObject } from './openai-responses.wire';

/** How something was written that means the same otherwise. */
export interface Notes {
  /** An item begins here; these are its fields that say nothing elsewhere. */
  item?: WireObject;
  /** Kept fields of a part that stood on its item. */
  lifted?: string[];
  /** Content was a string. */
  isString?: true;
  /** A message without `type`. */
  isBare?: true;
  /** Type of a part, where it is not the usual one of its role. */
  type?: string;
  /** An opaque value that is a part of a message, and no item. */
  isContent?: true;
  /** Bytes without the head of a data URL. */
  isRaw?: true;
  hasNoCitations?: true;
  logprobs?: unknown;
  /** Lists of a reasoning item as they were cut. */
  summary?: unknown;
  content?: unknown;
  isInstructions?: true;
  /** A tool that an item of the history offered. */
  isAdditional?: true;
  isInNamespace?: true;
  beginsNamespace?: true;
}

/** Says nothing outside of its own conversation. */
const HARMLESS: ReadonlySet<string> = new Set(['id', 'status', 'created_by']);

export function noteOf(source: Restful): Notes {
  return (notesOf(source, DIALECT) as Notes | undefined) ?? {};
}

export function keepNotes<T extends Restful>(target: T, fields: WireObject | undefined, notes: Notes): T {
  return keepRest(target, DIALECT, fields, Object.keys(notes).length > 0 ? notes : undefined);
}

/** The fields that `names` does not name, apart from those that are of no use to anybody else. */
export function splitItem(wire: WireObject, names: ReadonlySet<string>): { fields?: WireObject; item: WireObject } {
  const fields = findRest(wire, names);
  const item: WireObject = {};
  if (fields === undefined) return { item };
  for (const name of Object.keys(fields)) {
    if (!HARMLESS.has(name)) continue;
    item[name] = fields[name];
    delete fields[name];
  }
  return Object.keys(fields).length > 0 ? { fields, item } : { item };
}

/** Marks the first part of a message's item with what the item said itself. Losses of it are told at this part. */
export function keepItem(part: Restful, wire: WireObject, names: ReadonlySet<string>, form: Notes): void {
  const { fields, item } = splitItem(wire, names);
  const own = restOf(part, DIALECT);
  const lifted: string[] = [];
  const all: WireObject = { ...own };
  for (const name of Object.keys(fields ?? {})) {
    if (own !== undefined && name in own) item[name] = fields![name];
    else {
      all[name] = fields![name];
      lifted.push(name);
    }
  }
  const notes: Notes = { ...noteOf(part), ...form, item };
  if (lifted.length > 0) notes.lifted = lifted;
  keepNotes(part, Object.keys(all).length > 0 ? all : undefined, notes);
}

/** The item's own fields, out of a part that keepItem marked. */
export function itemFields(part: Restful): WireObject {
  const { item, lifted } = noteOf(part);
  const kept = restOf(part, DIALECT) ?? {};
  return { ...item, ...Object.fromEntries((lifted ?? []).map((name) => [name, kept[name]])) };
}

/** Writes back what a part itself kept. */
export function restorePart<T extends WireObject>(wire: T, part: Restful): T {
  const kept = restOf(part, DIALECT);
  if (kept === undefined) return wire;
  const { lifted } = noteOf(part);
  for (const name of Object.keys(kept)) {
    if (!(name in wire) && lifted?.includes(name) !== true) (wire as WireObject)[name] = kept[name];
  }
  return wire;
}
