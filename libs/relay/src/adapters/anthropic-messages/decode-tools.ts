import type { FunctionTool, Tool, ToolChoice } from '../../model/chat-request';
import { asObject } from '../read-json';
import { DIALECT, type Fail, type WireObject } from './anthropic-messages.wire';
import { findRest, keepRest } from '../carry-rest';
import { decodeCacheControl, hasStrangeCacheControl } from './map-cache-control';

const TOOL = new Set(['name', 'description', 'input_schema', 'strict', 'cache_control']);

export function decodeTools(value: unknown, fail: Fail): Tool[] {
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value)) throw fail('tools', '必须是数组', 'must be an array');
  return value.map((item, index) => decodeTool(item, `tools[${index}]`, fail));
}

/** Tools of a type other than `custom` are Anthropic's own (search, code, editor, memory). */
function decodeTool(value: unknown, path: string, fail: Fail): Tool {
  const wire = asObject(value);
  if (wire === undefined) throw fail(path, '必须是对象', 'must be an object');
  const type = wire['type'];
  const name = wire['name'];
  if (type !== undefined && type !== null && type !== 'custom') {
    if (typeof type !== 'string') throw fail(`${path}.type`, '必须是字符串', 'must be a string');
    const opaque = { dialect: DIALECT, value: wire } as const;
    return { type: 'hosted', name: typeof name === 'string' ? name : type, opaque };
  }
  if (typeof name !== 'string' || name === '')
    throw fail(`${path}.name`, '必须是非空字符串', 'must be a non-empty string');
  const schema = asObject(wire['input_schema']);
  if (schema === undefined) throw fail(`${path}.input_schema`, '必须是对象', 'must be an object');
  const tool: FunctionTool = { type: 'function', name, parameters: schema };
  let rest = findRest(wire, TOOL);
  if (typeof wire['description'] === 'string') tool.description = wire['description'];
  else if (wire['description'] !== undefined && wire['description'] !== null) {
    throw fail(`${path}.description`, '必须是字符串', 'must be a string');
  }
  if (typeof wire['strict'] === 'boolean') tool.isStrict = wire['strict'];
  const cache = decodeCacheControl(wire, path, fail);
  if (cache !== undefined) tool.cache = cache;
  else if (hasStrangeCacheControl(wire)) (rest ??= {})['cache_control'] = wire['cache_control'];
  return keepRest(tool, DIALECT, rest);
}

export interface DecodedChoice {
  toolChoice?: ToolChoice;
  parallelToolCalls?: boolean;
  extra: WireObject;
}

export function decodeToolChoice(value: unknown, fail: Fail): DecodedChoice {
  const decoded: DecodedChoice = { extra: {} };
  if (value === undefined) return decoded;
  if (value === null) {
    decoded.extra['tool_choice'] = null;
    return decoded;
  }
  const wire = asObject(value);
  if (wire === undefined) throw fail('tool_choice', '必须是对象', 'must be an object');
  decoded.toolChoice = toChoice(wire, fail);
  for (const name of Object.keys(wire)) {
    if (name === 'disable_parallel_tool_use' && typeof wire[name] === 'boolean')
      decoded.parallelToolCalls = !wire[name];
    else if (name !== 'type' && name !== 'name') decoded.extra[`tool_choice.${name}`] = wire[name];
  }
  return decoded;
}

function toChoice(wire: WireObject, fail: Fail): ToolChoice {
  switch (wire['type']) {
    case 'auto':
    case 'none':
      return { type: wire['type'] };
    case 'any':
      return { type: 'required' };
    case 'tool':
      if (typeof wire['name'] !== 'string') throw fail('tool_choice.name', '必须是字符串', 'must be a string');
      return { type: 'tool', name: wire['name'], kind: 'function' };
    default:
      throw fail('tool_choice.type', '必须是 auto、any、tool 或 none', 'must be auto, any, tool or none');
  }
}
