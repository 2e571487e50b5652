import { createHash } from 'node:crypto';
import { MalformedPayload } from '../codec';
import { asObject, asString } from '../read-json';
import { writeToolInput } from '../write-tool-input';

export interface DecodedCall {
  id: string;
  name: string;
  input: string;
}

/**
 * A call; `moment` is when its answer was made. Older servers give no ids, and a conversation must not have one twice, so
 * these are made from what was called, when, and as which of the answer's calls.
 */
export function decodeToolCall(value: unknown, path: string, moment: string, position: number): DecodedCall {
  const call = asObject(value);
  const called = asObject(call?.['function']);
  const name = asString(called?.['name']);
  if (call === undefined || called === undefined || name === undefined || name === '') {
    throw new MalformedPayload(`${path}.function.name`, 'must be a string');
  }
  const input = writeToolInput(called['arguments'], `${path}.function.arguments`);
  const told = asString(call['id']) ?? '';
  return { id: told === '' ? makeId(moment, position, name, input) : told, name, input };
}

function makeId(...parts: (string | number)[]): string {
  return `call_${createHash('sha256').update(JSON.stringify(parts)).digest('hex').slice(0, 24)}`;
}
