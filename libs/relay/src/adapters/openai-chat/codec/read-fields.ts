import { asObject } from '../../read-json';
import type { Fail, Fields } from './openai-chat.wire';

export function join(path: string, name: string): string {
  return path === '' ? name : `${path}.${name}`;
}

/** Each reader gives undefined for what is absent or null, and fails for what is of another kind. */
export function readString(wire: Fields, name: string, path: string, fail: Fail): string | undefined {
  const value = wire[name] ?? undefined;
  if (value === undefined || typeof value === 'string') return value;
  throw fail(join(path, name), '必须是字符串', 'must be a string');
}

export function readBoolean(wire: Fields, name: string, path: string, fail: Fail): boolean | undefined {
  const value = wire[name] ?? undefined;
  if (value === undefined || typeof value === 'boolean') return value;
  throw fail(join(path, name), '必须是布尔值', 'must be a boolean');
}

export function readNumber(wire: Fields, name: string, path: string, fail: Fail): number | undefined {
  const value = wire[name] ?? undefined;
  if (value === undefined || (typeof value === 'number' && Number.isFinite(value))) return value;
  throw fail(join(path, name), '必须是数字', 'must be a number');
}

export function readWhole(wire: Fields, name: string, path: string, fail: Fail): number | undefined {
  const value = wire[name] ?? undefined;
  if (value === undefined || (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0)) return value;
  throw fail(join(path, name), '必须是非负整数', 'must be a whole number, not negative');
}

export function readObject(wire: Fields, name: string, path: string, fail: Fail): Fields | undefined {
  const value = wire[name] ?? undefined;
  if (value === undefined) return undefined;
  const object = asObject(value);
  if (object === undefined) throw fail(join(path, name), '必须是对象', 'must be an object');
  return object;
}

export function readList(wire: Fields, name: string, path: string, fail: Fail): unknown[] | undefined {
  const value = wire[name] ?? undefined;
  if (value === undefined || Array.isArray(value)) return value;
  throw fail(join(path, name), '必须是数组', 'must be an array');
}

/** The same for what must not be absent. */
export function wantString(wire: Fields, name: string, path: string, fail: Fail): string {
  const value = readString(wire, name, path, fail);
  if (value === undefined) throw fail(join(path, name), '必须是字符串', 'must be a string');
  return value;
}

export function wantObject(value: unknown, path: string, fail: Fail): Fields {
  const object = asObject(value);
  if (object === undefined) throw fail(path, '必须是对象', 'must be an object');
  return object;
}
