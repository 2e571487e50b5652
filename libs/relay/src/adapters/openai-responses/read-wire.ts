import { asObject } from '../read-json';
import type { Fail, WireItem, WireObject } from './openai-responses.wire';

export function needString(wire: WireObject, name: string, path: string, fail: Fail): string {
  const value = wire[name];
  if (typeof value !== 'string') throw fail(`${path}.${name}`, '必须是字符串', 'must be a string');
  return value;
}

export function needList(value: unknown, path: string, fail: Fail): unknown[] {
  if (!Array.isArray(value)) throw fail(path, '必须是数组', 'must be an array');
  return value as unknown[];
}

export function needObject(value: unknown, path: string, fail: Fail): WireObject {
  const object = asObject(value);
  if (object === undefined) throw fail(path, '必须是对象', 'must be an object');
  return object;
}

export function needItem(value: unknown, path: string, fail: Fail): WireItem {
  const object = needObject(value, path, fail);
  if (typeof object['type'] !== 'string') throw fail(`${path}.type`, '必须是字符串', 'must be a string');
  return object as WireItem;
}

/** Absent and null are undefined. */
export function optionalString(wire: WireObject, name: string, path: string, fail: Fail): string | undefined {
  return (wire[name] ?? undefined) === undefined ? undefined : needString(wire, name, path, fail);
}
