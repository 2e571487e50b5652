import type { ChatRequest, Tool, ToolChoice } from '../../model/chat-request';
import { asObject, asString } from '../read-json';
import type { ToolNames } from '../tool-names';
import type { Fail, WireObject } from './openai-responses.wire';
import { needList, needString } from './read-wire';

export interface DecodedToolChoice {
  toolChoice?: ToolChoice;
  /** What of it only OpenAI understands, by its path. */
  extra: WireObject;
}

/** Hosted tools cannot be named in the neutral words. */
export function decodeToolChoice(value: unknown, fail: Fail): DecodedToolChoice {
  if (value === undefined || value === null) return { extra: {} };
  if (value === 'auto' || value === 'none' || value === 'required') return { toolChoice: { type: value }, extra: {} };
  const wire = asObject(value);
  const type = asString(wire?.['type']);
  if (wire === undefined || type === undefined) {
    throw fail('tool_choice', '必须是 auto、none、required 或对象', 'must be auto, none, required or an object');
  }
  if (type === 'function' || type === 'custom') {
    return { toolChoice: { type: 'tool', name: needString(wire, 'name', 'tool_choice', fail), kind: type }, extra: {} };
  }
  return type === 'allowed_tools' ? decodeAllowed(wire, fail) : { extra: { tool_choice: wire } };
}

function decodeAllowed(wire: WireObject, fail: Fail): DecodedToolChoice {
  const names: string[] = [];
  const hosted: unknown[] = [];
  needList(wire['tools'], 'tool_choice.tools', fail).forEach((entry, index) => {
    const tool = asObject(entry);
    if (tool === undefined) throw fail(`tool_choice.tools[${index}]`, '必须是对象', 'must be an object');
    const name = tool['type'] === 'function' || tool['type'] === 'custom' ? asString(tool['name']) : undefined;
    if (name === undefined) hosted.push(tool);
    else names.push(name);
  });
  if (names.length === 0) return { extra: { tool_choice: wire } };
  return {
    toolChoice: { type: 'allowed', names, isRequired: wire['mode'] === 'required' },
    extra: hosted.length > 0 ? { 'tool_choice.tools': hosted } : {},
  };
}

/** A choice of another dialect; undefined = none, or of tools that were not offered here. */
export function encodeToolChoice(request: ChatRequest, names: ToolNames): unknown {
  const { toolChoice: choice, tools } = request;
  if (choice === undefined) return undefined;
  switch (choice.type) {
    case 'tool':
      return nameTool(choice.name, tools, names);
    case 'allowed':
      return {
        type: 'allowed_tools',
        mode: choice.isRequired ? 'required' : 'auto',
        tools: choice.names.map((name) => nameTool(name, tools, names)),
      };
    default:
      return choice.type;
  }
}

function nameTool(name: string, tools: readonly Tool[], names: ToolNames): WireObject {
  const tool = tools.find((one) => one.type !== 'hosted' && one.name === name);
  if (tool === undefined || tool.type === 'hosted') {
    return { type: 'function', name: names.toWire({ name, kind: 'function' }) };
  }
  const { namespace, type } = tool;
  return { type, name: names.toWire({ name, kind: type, ...(namespace !== undefined && { namespace }) }) };
}
