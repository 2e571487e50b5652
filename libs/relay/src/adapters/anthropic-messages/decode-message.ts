import type { Message } from '../../model/chat-request';
import type { Part } from '../../model/content';
import { asObject } from '../read-json';
import { DIALECT, type Fail } from './anthropic-messages.wire';
import { findRest, keepRest } from '../carry-rest';
import { asBlock, decodeBlock, decodeText } from './decode-block';

const MESSAGE = new Set(['role', 'content']);

export function decodeMessage(value: unknown, path: string, fail: Fail): Message {
  const wire = asObject(value);
  if (wire === undefined) throw fail(path, '必须是对象', 'must be an object');
  const role = wire['role'];
  if (role !== 'user' && role !== 'assistant' && role !== 'system') {
    throw fail(`${path}.role`, '必须是 user、assistant 或 system', 'must be user, assistant or system');
  }
  const parts =
    role === 'system'
      ? decodeSystem(wire['content'], `${path}.content`, fail)
      : decodeContent(wire['content'], role, `${path}.content`, fail);
  return keepRest<Message>({ role, parts }, DIALECT, findRest(wire, MESSAGE));
}

/** A string or text blocks. */
export function decodeSystem(value: unknown, path: string, fail: Fail): Part[] {
  return wantContent(value, path, fail, (item, at) => {
    const block = asBlock(item, at, fail);
    if (block.type !== 'text') throw fail(`${at}.type`, '只能是 text', 'can only be text');
    return decodeText(block, at, fail);
  });
}

function decodeContent(value: unknown, role: 'user' | 'assistant', path: string, fail: Fail): Part[] {
  const parts = wantContent(value, path, fail, (item, at) => {
    const part = decodeBlock(item, at, fail);
    if (!belongsTo(part, role)) {
      throw fail(`${at}.type`, `不能出现在 ${role} 消息中`, `cannot be in a message of role ${role}`);
    }
    return part;
  });
  return role === 'assistant' ? attachSignatures(parts) : parts;
}

function wantContent(value: unknown, path: string, fail: Fail, decode: (item: unknown, path: string) => Part): Part[] {
  if (typeof value === 'string') return [{ type: 'text', text: value }];
  if (!Array.isArray(value)) throw fail(path, '必须是字符串或数组', 'must be a string or an array');
  return value.map((item, index) => decode(item, `${path}[${index}]`));
}

function belongsTo(part: Part, role: 'user' | 'assistant'): boolean {
  if (part.type === 'tool-result') return role === 'user';
  if (part.type === 'tool-call' || part.type === 'thinking' || part.type === 'redacted-thinking') {
    return role === 'assistant';
  }
  return true;
}

/**
 * Gemini signs calls and texts. Such a signature goes to Anthropic's clients as a hidden thought before them, since that is
 * what they bring back unharmed; here it returns to its part.
 */
export function attachSignatures(parts: Part[]): Part[] {
  const attached: Part[] = [];
  for (const part of parts) {
    const before = attached[attached.length - 1];
    if (
      (part.type === 'tool-call' || part.type === 'text') &&
      before?.type === 'redacted-thinking' &&
      before.signature.dialect === 'gemini-generate'
    ) {
      attached.pop();
      part.signature = before.signature;
    }
    attached.push(part);
  }
  return attached;
}
