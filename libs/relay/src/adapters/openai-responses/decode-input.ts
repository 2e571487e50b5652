import type { Message } from '../../model/chat-request';
import type { Part } from '../../model/content';
import { asString } from '../read-json';
import { keepItem, keepNotes, splitItem, type Notes } from './carry-notes';
import { decodeContentPart } from './decode-content';
import { decodeItem } from './decode-item';
import { attachSignatures } from './map-reasoning-item';
import type { Fail, WireItem, WireObject } from './openai-responses.wire';
import { needItem, needList, needObject } from './read-wire';

const MESSAGE: ReadonlySet<string> = new Set(['type', 'role', 'content']);
const ROLES: ReadonlySet<unknown> = new Set(['system', 'developer', 'user', 'assistant']);

/** The items of a request as turns: what the assistant said in a row is one message, and so are results in a row. */
export function decodeInput(value: unknown, fail: Fail): Message[] {
  if (typeof value === 'string') return [{ role: 'user', parts: [{ type: 'text', text: value }] }];
  const turns = new Turns();
  needList(value, 'input', fail).forEach((entry, index) => {
    const path = `input[${index}]`;
    const wire = readItem(entry, path, fail);
    if (wire.type === 'message') turns.addMessage(decodeMessage(wire, entry as WireObject, path, fail));
    else {
      const { role, part } = decodeItem(wire, path, fail);
      if (part.type === 'opaque') part.opaque.value = entry;
      turns.addPart(role, part);
    }
  });
  for (const message of turns.messages) {
    if (message.role === 'assistant') message.parts = attachSignatures(message.parts);
  }
  return turns.messages;
}

/** Messages and references may do without a type. */
function readItem(value: unknown, path: string, fail: Fail): WireItem {
  const wire = needObject(value, path, fail);
  if ((wire['type'] ?? null) !== null) return needItem(value, path, fail);
  if (wire['role'] !== undefined) return { ...wire, type: 'message' };
  if (typeof wire['id'] === 'string') return { ...wire, type: 'item_reference' };
  throw fail(`${path}.type`, '缺失', 'is missing');
}

function decodeMessage(wire: WireItem, entry: WireObject, path: string, fail: Fail): Message {
  const role = wire['role'];
  if (!ROLES.has(role)) {
    throw fail(`${path}.role`, '必须是 system、developer、user 或 assistant', 'must be a known role');
  }
  return decodeMessageItem(
    wire,
    role as Message['role'],
    path,
    fail,
    entry['type'] === 'message' ? {} : { isBare: true },
  );
}

/** What the item says besides goes to the message, or for the assistant, whose items are joined, to its first part. */
export function decodeMessageItem(
  wire: WireItem,
  role: Message['role'],
  path: string,
  fail: Fail,
  form: Notes = {},
): Message {
  const text = asString(wire['content']);
  if (text !== undefined) form.isString = true;
  const parts: Part[] =
    text !== undefined
      ? [{ type: 'text', text }]
      : needList(wire['content'], `${path}.content`, fail).map((part, index) =>
          decodeContentPart(part, role, `${path}.content[${index}]`, fail),
        );
  const message: Message = { role, parts };
  if (role === 'assistant' && parts.length > 0) keepItem(parts[0]!, wire, MESSAGE, form);
  else {
    const { fields, item } = splitItem(wire, MESSAGE);
    keepNotes(message, fields, { ...form, item });
  }
  return message;
}

class Turns {
  readonly messages: Message[] = [];
  /** The last message holds results, and more of them may join. */
  private isOpen = false;

  addMessage(message: Message): void {
    const last = this.messages[this.messages.length - 1];
    this.isOpen = false;
    if (message.role === 'assistant' && last?.role === 'assistant' && this.canJoin(last) && this.canJoin(message)) {
      last.parts.push(...message.parts);
    } else this.messages.push(message);
  }

  addPart(role: Message['role'], part: Part): void {
    const last = this.messages[this.messages.length - 1];
    const joins = last?.role === role && (role === 'assistant' ? this.canJoin(last) : this.isOpen);
    if (joins) last.parts.push(part);
    else this.messages.push({ role, parts: [part] });
    this.isOpen = role === 'user';
  }

  /** An empty message carries its own fields. */
  private canJoin(message: Message): boolean {
    return message.rest === undefined;
  }
}
