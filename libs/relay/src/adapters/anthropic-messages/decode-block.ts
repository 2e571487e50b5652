import type {
  Part,
  RedactedThinkingPart,
  TextPart,
  ThinkingPart,
  ToolCallPart,
  ToolResultPart,
} from '../../model/content';
import type { Citation } from '../../model/content';
import { unpackSignature } from '../../model/carry-signature';
import { asArray, asObject, asString } from '../read-json';
import { DIALECT, type Fail, type WireBlock } from './anthropic-messages.wire';
import { findRest, keepRest } from '../carry-rest';
import { decodeDocument, decodeImage, hasStrangeCitations } from './decode-media';
import { decodeCacheControl, hasStrangeCacheControl } from './map-cache-control';
import { decodeCitation } from './map-citation';

const TEXT = new Set(['type', 'text', 'cache_control', 'citations']);
const IMAGE = new Set(['type', 'source', 'cache_control']);
const DOCUMENT = new Set(['type', 'source', 'title', 'context', 'citations', 'cache_control']);
const THINKING = new Set(['type', 'thinking', 'signature']);
const REDACTED = new Set(['type', 'data']);
const TOOL_USE = new Set(['type', 'id', 'name', 'input', 'cache_control']);
const TOOL_RESULT = new Set(['type', 'tool_use_id', 'content', 'is_error', 'cache_control']);

/** Blocks of other protocols: a caller who writes them means something that would silently vanish. */
const FOREIGN = new Set([
  'image_url',
  'input_text',
  'output_text',
  'input_image',
  'input_audio',
  'input_file',
  'file',
  'refusal',
  'function_call',
  'function_call_output',
  'video_url',
  'audio_url',
]);

export function decodeBlock(value: unknown, path: string, fail: Fail): Part {
  const block = asBlock(value, path, fail);
  switch (block.type) {
    case 'text':
      return decodeText(block, path, fail);
    case 'image':
      return finish(decodeImage(block, path, fail), block, IMAGE, path, fail);
    case 'document':
      return finish(
        decodeDocument(block, path, fail),
        block,
        DOCUMENT,
        path,
        fail,
        hasStrangeCitations(block) ? 'citations' : undefined,
      );
    case 'thinking':
      return decodeThinking(block, path, fail);
    case 'redacted_thinking':
      return decodeRedacted(block, path, fail);
    case 'tool_use':
      return decodeToolUse(block, path, fail);
    case 'tool_result':
      return decodeToolResult(block, path, fail);
    default:
      if (FOREIGN.has(block.type)) {
        throw fail(`${path}.type`, `不支持 ${block.type} 类型`, `does not know blocks of type ${block.type}`);
      }
      return { type: 'opaque', opaque: { dialect: DIALECT, value: block } };
  }
}

export function asBlock(value: unknown, path: string, fail: Fail): WireBlock {
  const block = asObject(value);
  if (block === undefined) throw fail(path, '必须是对象', 'must be an object');
  if (typeof block['type'] !== 'string') throw fail(`${path}.type`, '必须是字符串', 'must be a string');
  return block as WireBlock;
}

/** Adds the cache mark and what the model has no word for; a block without a neutral form stays as it is. */
function finish<T extends Part>(
  part: T | undefined,
  block: WireBlock,
  names: ReadonlySet<string>,
  path: string,
  fail: Fail,
  strange?: string,
): Part {
  if (part === undefined) return { type: 'opaque', opaque: { dialect: DIALECT, value: block } };
  let rest = findRest(block, names);
  const cache = decodeCacheControl(block, path, fail);
  if (cache !== undefined) (part as TextPart).cache = cache;
  else if (hasStrangeCacheControl(block)) (rest ??= {})['cache_control'] = block['cache_control'];
  if (strange !== undefined) (rest ??= {})[strange] = block[strange];
  return keepRest(part, DIALECT, rest);
}

export function decodeText(block: WireBlock, path: string, fail: Fail): Part {
  const part: TextPart = { type: 'text', text: wantString(block, 'text', path, fail) };
  const citations = block['citations'];
  if (citations !== undefined && citations !== null) {
    const list = asArray(citations);
    if (list === undefined) throw fail(`${path}.citations`, '必须是数组', 'must be an array');
    part.citations = list.map((citation, index): Citation => {
      const decoded = decodeCitation(citation);
      if (decoded === undefined) throw fail(`${path}.citations[${index}]`, '必须是对象', 'must be an object');
      return decoded;
    });
  }
  return finish(part, block, TEXT, path, fail);
}

function decodeThinking(block: WireBlock, path: string, fail: Fail): Part {
  const part: ThinkingPart = { type: 'thinking', text: wantString(block, 'thinking', path, fail) };
  const signature = asString(block['signature']);
  if (signature !== undefined && signature !== '') part.signature = unpackSignature(signature, DIALECT);
  return keepRest(part, DIALECT, findRest(block, THINKING));
}

function decodeRedacted(block: WireBlock, path: string, fail: Fail): Part {
  const signature = unpackSignature(wantString(block, 'data', path, fail), DIALECT);
  return keepRest<RedactedThinkingPart>({ type: 'redacted-thinking', signature }, DIALECT, findRest(block, REDACTED));
}

function decodeToolUse(block: WireBlock, path: string, fail: Fail): Part {
  const id = wantString(block, 'id', path, fail);
  const name = wantString(block, 'name', path, fail);
  const input = block['input'] === undefined ? {} : block['input'];
  if (asObject(input) === undefined) throw fail(`${path}.input`, '必须是对象', 'must be an object');
  const part: ToolCallPart = { type: 'tool-call', id, name, kind: 'function', input: JSON.stringify(input) };
  return finish(part, block, TOOL_USE, path, fail);
}

function decodeToolResult(block: WireBlock, path: string, fail: Fail): Part {
  const callId = wantString(block, 'tool_use_id', path, fail);
  const part: ToolResultPart = { type: 'tool-result', callId, kind: 'function', content: [] };
  const content = block['content'];
  if (typeof content === 'string') part.content = [{ type: 'text', text: content }];
  else if (Array.isArray(content)) {
    part.content = content.map((item, index) => decodeResultPart(item, `${path}.content[${index}]`, fail));
  } else if (content !== undefined && content !== null) {
    throw fail(`${path}.content`, '必须是字符串或数组', 'must be a string or an array');
  }
  if (typeof block['is_error'] === 'boolean') part.isError = block['is_error'];
  return finish(part, block, TOOL_RESULT, path, fail);
}

function decodeResultPart(value: unknown, path: string, fail: Fail): ToolResultPart['content'][number] {
  const part = decodeBlock(value, path, fail);
  if (part.type === 'text' || part.type === 'image' || part.type === 'document' || part.type === 'opaque') return part;
  throw fail(`${path}.type`, '不能出现在工具结果中', 'cannot be within a tool result');
}

function wantString(block: WireBlock, name: string, path: string, fail: Fail): string {
  const value = block[name];
  if (typeof value !== 'string') throw fail(`${path}.${name}`, '必须是字符串', 'must be a string');
  return value;
}
