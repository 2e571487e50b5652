import { MalformedPayload } from './codec';
import { asObject } from './read-json';

/** The object that an event carries. */
export function readWireEvent(data: string): Record<string, unknown> {
  let parsed: unknown;
  try {
    parsed = JSON.parse(data);
  } catch {
    throw new MalformedPayload('data', 'is not JSON');
  }
  const wire = asObject(parsed);
  if (wire === undefined) throw new MalformedPayload('data', 'must be an object');
  return wire;
}
