import type { ChatRequest, Tool } from '../../model/chat-request';
import type { Loss } from '../../model/loss';
import { listRestLosses } from '../carry-rest';
import { describeTextTool, TEXT_SCHEMA } from '../describe-text-tool';
import { asObject } from '../read-json';
import type { NameRule, ToolNames } from '../tool-names';
import { DIALECT, type Fields } from './cohere-chat.wire';

/** What tools may be called here. */
export const NAME_RULE: NameRule = { forbidden: /[^a-zA-Z0-9_]/, forbiddenStart: /[0-9]/, longest: 64 };

/**
 * Tools, choice and strictness. A choice among some tools, or of one, is made by offering only those; with `REQUIRED` it is
 * as binding as in other dialects.
 */
export function encodeTools(request: ChatRequest, names: ToolNames, losses: Loss[]): Fields {
  const choice = request.toolChoice;
  const tools: Fields[] = [];
  const offered: Tool[] = [];
  request.tools.forEach((tool, index) => {
    if (choice?.type === 'tool' && choice.name !== tool.name) return;
    if (choice?.type === 'allowed' && !choice.names.includes(tool.name)) return;
    const wire = encodeTool(tool, `tools[${index}]`, names, losses);
    if (wire === undefined) return;
    tools.push(wire);
    offered.push(tool);
  });
  const wire: Fields = {};
  if (tools.length === 0) return wire;
  wire['tools'] = tools;
  const toolChoice = encodeChoice(choice);
  if (toolChoice !== undefined) wire['tool_choice'] = toolChoice;
  encodeStrictness(request, offered, wire, losses);
  return wire;
}

function encodeChoice(choice: ChatRequest['toolChoice']): string | undefined {
  switch (choice?.type) {
    case 'none':
      return 'NONE';
    case 'required':
    case 'tool':
      return 'REQUIRED';
    case 'allowed':
      return choice.isRequired ? 'REQUIRED' : undefined;
    default:
      return undefined;
  }
}

/** All tools are strict or none is. */
function encodeStrictness(request: ChatRequest, offered: readonly Tool[], wire: Fields, losses: Loss[]): void {
  const isStrict = (tool: Tool): boolean => tool.type === 'function' && tool.isStrict === true;
  if (offered.every(isStrict)) {
    wire['strict_tools'] = true;
    return;
  }
  for (const tool of offered.filter(isStrict)) {
    losses.push({
      field: `tools[${request.tools.indexOf(tool)}].strict`,
      reason: 'all tools are strict here or none is',
    });
  }
}

function encodeTool(tool: Tool, path: string, names: ToolNames, losses: Loss[]): Fields | undefined {
  if (tool.type === 'hosted') {
    losses.push({ field: path, reason: `the hosted tool ${tool.name} does not exist here` });
    return undefined;
  }
  listRestLosses(tool, DIALECT, path, losses);
  if (tool.cache !== undefined) losses.push({ field: `${path}.cache`, reason: 'there are no cache marks here' });
  const wire: Fields = { name: names.toWire({ ...tool, kind: tool.type }) };
  const description = tool.type === 'function' ? tool.description : describeTextTool(tool, path, losses);
  if (description !== undefined) wire['description'] = description;
  wire['parameters'] =
    tool.type === 'function' ? (asObject(tool.parameters) ?? { type: 'object', properties: {} }) : TEXT_SCHEMA;
  return { type: 'function', function: wire };
}
