import { asArray, asObject } from '../read-json';
import type { Fail, Fields } from './gemini-generate.wire';

/**
 * The fields of an object under their camelCase names. Google reads both spellings of every field (the JSON mapping of
 * protocol buffers), and callers use both.
 */
export function readFields(value: unknown): Fields | undefined {
  const object = asObject(value);
  if (object === undefined) return undefined;
  const names = Object.keys(object);
  if (!names.some((name) => name.includes('_'))) return object;
  const camel = names
    .filter((name) => name.includes('_'))
    .map((name): [string, unknown] => [toCamel(name), object[name]]);
  const plain = names.filter((name) => !name.includes('_')).map((name): [string, unknown] => [name, object[name]]);
  return Object.fromEntries([...camel, ...plain]);
}

export function needFields(value: unknown, path: string, fail: Fail): Fields {
  const fields = readFields(value);
  if (fields === undefined) throw fail(path, '应为对象', 'must be an object');
  return fields;
}

/** A repeated field: Google takes a single object in place of a list of one, and its own examples use that. */
export function needList(value: unknown, path: string, fail: Fail): unknown[] {
  const list = asArray(value);
  if (list !== undefined) return list;
  if (asObject(value) !== undefined) return [value];
  throw fail(path, '应为数组', 'must be an array');
}

export function needString(value: unknown, path: string, fail: Fail): string {
  if (typeof value !== 'string') throw fail(path, '应为字符串', 'must be a string');
  return value;
}

/** Absent and null are undefined; anything else has to be what `isType` says. */
export function optional<T>(
  value: unknown,
  path: string,
  fail: Fail,
  isType: (value: unknown) => value is T,
  zh: string,
  en: string,
): T | undefined {
  if (value === undefined || value === null) return undefined;
  if (!isType(value)) throw fail(path, zh, en);
  return value;
}

export function optionalString(value: unknown, path: string, fail: Fail): string | undefined {
  return optional(value, path, fail, (it): it is string => typeof it === 'string', '应为字符串', 'must be a string');
}

export function optionalNumber(value: unknown, path: string, fail: Fail): number | undefined {
  return optional(
    value,
    path,
    fail,
    (it): it is number => typeof it === 'number' && Number.isFinite(it),
    '应为数字',
    'must be a number',
  );
}

export function optionalBoolean(value: unknown, path: string, fail: Fail): boolean | undefined {
  return optional(value, path, fail, (it): it is boolean => typeof it === 'boolean', '应为布尔值', 'must be a boolean');
}

export function optionalStrings(value: unknown, path: string, fail: Fail): string[] | undefined {
  return optional(
    value,
    path,
    fail,
    (it): it is string[] => Array.isArray(it) && it.every((one) => typeof one === 'string'),
    '应为字符串数组',
    'must be an array of strings',
  );
}

/** JSON text of a value that may be nested deeper than the stack is. */
export function writeJson(value: unknown, path: string, fail: Fail): string {
  try {
    return JSON.stringify(value);
  } catch {
    throw fail(path, '嵌套过深', 'is nested too deeply');
  }
}

function toCamel(name: string): string {
  return name.replace(/_+([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
}
