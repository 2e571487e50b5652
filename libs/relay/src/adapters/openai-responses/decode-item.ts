import type { Part, ToolCallPart, ToolResultPart } from '../../model/content';
import { asString } from '../read-json';
import { keepNotes, splitItem, type Notes } from './carry-notes';
import { decodeContentPart } from './decode-content';
import { decodeReasoning } from './map-reasoning-item';
import { DIALECT, type Fail, type WireItem } from './openai-responses.wire';
import { needList, needString, optionalString } from './read-wire';

/** Items that only OpenAI understands, by who they are from. */
const OPAQUE: ReadonlyMap<string, 'assistant' | 'user' | 'developer'> = new Map([
  ...[
    'file_search_call',
    'computer_call',
    'web_search_call',
    'image_generation_call',
    'code_interpreter_call',
    'local_shell_call',
    'shell_call',
    'apply_patch_call',
    'mcp_list_tools',
    'mcp_approval_request',
    'mcp_call',
    'tool_search_call',
    'compaction',
    'compaction_summary',
    'context_compaction',
    'item_reference',
    'program',
    'program_output',
  ].map((type) => [type, 'assistant'] as const),
  ...[
    'computer_call_output',
    'local_shell_call_output',
    'shell_call_output',
    'apply_patch_call_output',
    'mcp_approval_response',
    'tool_search_output',
    'compaction_trigger',
  ].map((type) => [type, 'user'] as const),
  ['additional_tools', 'developer'],
]);

export interface DecodedItem {
  role: 'assistant' | 'user' | 'developer';
  part: Part;
}

/** Any item but a message. */
export function decodeItem(wire: WireItem, path: string, fail: Fail): DecodedItem {
  switch (wire.type) {
    case 'function_call':
    case 'custom_tool_call':
      return { role: 'assistant', part: decodeCall(wire, path, fail) };
    case 'function_call_output':
    case 'custom_tool_call_output':
      return { role: 'user', part: decodeResult(wire, path, fail) };
    case 'reasoning':
      return { role: 'assistant', part: decodeReasoning(wire, path, fail) };
    default: {
      const role = OPAQUE.get(wire.type);
      if (role === undefined) {
        throw fail(`${path}.type`, `不支持 ${wire.type} 类型`, `does not know items of type ${wire.type}`);
      }
      return { role, part: keepOpaque(wire) };
    }
  }
}

export function keepOpaque(wire: WireItem): Part {
  return { type: 'opaque', opaque: { dialect: DIALECT, value: wire } };
}

function decodeCall(wire: WireItem, path: string, fail: Fail): ToolCallPart {
  const isCustom = wire.type === 'custom_tool_call';
  const input = isCustom ? 'input' : 'arguments';
  const part: ToolCallPart = {
    type: 'tool-call',
    id: needString(wire, 'call_id', path, fail),
    name: needString(wire, 'name', path, fail),
    kind: isCustom ? 'custom' : 'function',
    input: needString(wire, input, path, fail),
  };
  const namespace = optionalString(wire, 'namespace', path, fail);
  if (namespace !== undefined) part.namespace = namespace;
  const { fields, item } = splitItem(wire, new Set(['type', 'call_id', 'name', 'namespace', input]));
  return keepNotes(part, fields, { item });
}

function decodeResult(wire: WireItem, path: string, fail: Fail): ToolResultPart {
  const part: ToolResultPart = {
    type: 'tool-result',
    callId: needString(wire, 'call_id', path, fail),
    kind: wire.type === 'custom_tool_call_output' ? 'custom' : 'function',
    content: [],
  };
  const { fields, item } = splitItem(wire, new Set(['type', 'call_id', 'output']));
  const notes: Notes = { item };
  const output = wire['output'];
  const text = asString(output);
  if (text !== undefined) {
    notes.isString = true;
    part.content = [{ type: 'text', text }];
  } else {
    part.content = needList(output, `${path}.output`, fail).map((value, index) => {
      const at = `${path}.output[${index}]`;
      const content = decodeContentPart(value, 'user', at, fail);
      if (['text', 'image', 'document', 'opaque'].includes(content.type)) {
        return content as ToolResultPart['content'][number];
      }
      throw fail(`${at}.type`, '不能出现在工具结果中', 'cannot be within a tool result');
    });
  }
  return keepNotes(part, fields, notes);
}
