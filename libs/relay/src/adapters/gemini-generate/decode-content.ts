import type { Message } from '../../model/chat-request';
import type { Part } from '../../model/content';
import { findRest } from '../carry-rest';
import { invalidRequest } from '../invalid-request';
import type { CallBook } from './call-book';
import { keep, type Notes } from './carry-notes';
import { decodePart } from './decode-part';
import type { Fields } from './gemini-generate.wire';
import { needFields, needList, optionalString } from './read-fields';

const CONTENT: ReadonlySet<string> = new Set(['role', 'parts']);

/** `function` is what results had as their role before they moved into user turns. */
const ROLES: ReadonlyMap<string, Message['role']> = new Map([
  ['user', 'user'],
  ['model', 'assistant'],
  ['function', 'user'],
  ['tool', 'user'],
]);

export function decodeContents(value: unknown, calls: CallBook): Message[] {
  return needList(value, 'contents', invalidRequest).map((content, index) => {
    const path = `contents[${index}]`;
    const fields = needFields(content, path, invalidRequest);
    const named = optionalString(fields['role'], `${path}.role`, invalidRequest);
    const role = named === undefined ? 'user' : ROLES.get(named);
    if (role === undefined) {
      throw invalidRequest(`${path}.role`, '应为 user 或 model', 'must be user or model');
    }
    return toMessage(fields, role, named, role === 'assistant' ? 'model' : 'user', path, calls);
  });
}

export function decodeSystem(value: unknown): Message {
  const path = 'systemInstruction';
  const fields = needFields(value, path, invalidRequest);
  const named = optionalString(fields['role'], `${path}.role`, invalidRequest);
  // Its parts are text only; calls cannot be in there.
  return toMessage(fields, 'system', named, undefined, path, undefined);
}

function toMessage(
  fields: Fields,
  role: Message['role'],
  named: string | undefined,
  usual: string | undefined,
  path: string,
  calls: CallBook | undefined,
): Message {
  const parts: Part[] = [];
  if (fields['parts'] !== undefined && fields['parts'] !== null) {
    needList(fields['parts'], `${path}.parts`, invalidRequest).forEach((part, index) => {
      const partPath = `${path}.parts[${index}]`;
      if (calls === undefined) refuseCalls(part, partPath);
      parts.push(decodePart(part, partPath, calls as CallBook, invalidRequest));
    });
  }
  const written: Fields = {};
  if (named !== undefined && named !== usual) written['role'] = named;
  if (fields['parts'] === undefined) written['parts'] = undefined;
  const notes: Notes = Object.keys(written).length > 0 ? { written } : {};
  if (named === undefined && usual !== undefined) notes.isRoleAbsent = true;
  return keep<Message>({ role, parts }, findRest(fields, CONTENT), notes);
}

function refuseCalls(part: unknown, path: string): void {
  const fields = needFields(part, path, invalidRequest);
  for (const name of ['functionCall', 'functionResponse']) {
    if (fields[name] !== undefined && fields[name] !== null) {
      throw invalidRequest(`${path}.${name}`, '不能出现在系统指令中', 'cannot be in the system instruction');
    }
  }
}
