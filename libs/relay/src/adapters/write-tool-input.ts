import { MalformedPayload } from './codec';

/** Input of a call as text, from an upstream that gives it as JSON. No input at all is the empty object. */
export function writeToolInput(value: unknown, path: string): string {
  if (value === undefined || value === null) return '{}';
  if (typeof value === 'string') return value === '' ? '{}' : value;
  try {
    return JSON.stringify(value);
  } catch {
    throw new MalformedPayload(path, 'is nested too deeply');
  }
}
