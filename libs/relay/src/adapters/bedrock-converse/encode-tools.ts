import type { ChatRequest, Tool } from '../../model/chat-request';
import type { Loss } from '../../model/loss';
import { listRestLosses } from '../carry-rest';
import type { UpstreamTraits } from '../codec';
import { describeTextTool, TEXT_SCHEMA } from '../describe-text-tool';
import { nameSetting } from '../name-setting';
import { nameChosen } from '../name-tools';
import { asObject } from '../read-json';
import type { NameRule, ToolNames } from '../tool-names';
import { DIALECT, type Fields, type WireBlock, type WireMessage } from './bedrock-converse.wire';
import { encodeCachePoint } from './map-cache-point';

/** What tools may be called here. */
export const NAME_RULE: NameRule = { forbidden: /[^a-zA-Z0-9_-]/, longest: 64 };

const EMPTY_SCHEMA = Object.freeze({ type: 'object', properties: {} });

/**
 * Tools in their order, of a choice among some only those. There is no choice of none: who wants none called is offered none,
 * unless the history has calls, which Converse refuses without tools.
 */
export function encodeTools(
  request: ChatRequest,
  history: readonly WireMessage[],
  names: ToolNames,
  cacheMarks: UpstreamTraits['cacheMarks'],
  losses: Loss[],
): Fields | undefined {
  const { toolChoice: choice } = request;
  const called = listCalled(history);
  if (choice?.type === 'none' && called.length === 0) return undefined;
  const tools: WireBlock[] = [];
  request.tools.forEach((tool, index) => {
    if (choice?.type === 'allowed' && !choice.names.includes(tool.name)) return;
    const path = `tools[${index}]`;
    const wire = encodeTool(tool, path, names, losses);
    if (wire === undefined) return;
    tools.push({ toolSpec: wire });
    const cache = tool.type === 'hosted' ? undefined : tool.cache;
    const point = encodeCachePoint(cache, cacheMarks, path, losses);
    if (point !== undefined) tools.push(point);
  });
  const lose = (reason: string): void => {
    losses.push({ field: nameSetting(request, 'tool_choice'), reason });
  };
  if (tools.length === 0) {
    if (called.length === 0) {
      if (choice !== undefined && choice.type !== 'auto') lose('there is no tool to choose');
      return undefined;
    }
    losses.push({ field: 'tools', reason: 'tools of the history are offered again, as it is refused without' });
    return { tools: called.map((name) => ({ toolSpec: { name, inputSchema: { json: EMPTY_SCHEMA } } })) };
  }
  if (choice?.type === 'none') lose('calls cannot be forbidden after calls');
  const toolChoice = encodeChoice(request, names);
  return toolChoice === undefined ? { tools } : { tools, toolChoice };
}

function listCalled(history: readonly WireMessage[]): string[] {
  const called = new Set<string>();
  for (const { content } of history) {
    for (const block of content) {
      const name = asObject(block['toolUse'])?.['name'];
      if (typeof name === 'string') called.add(name);
      // A result whose call is not told needs some tool as well.
      else if ('toolResult' in block && called.size === 0) called.add('unknown');
    }
  }
  return [...called];
}

function encodeTool(tool: Tool, path: string, names: ToolNames, losses: Loss[]): Fields | undefined {
  if (tool.type === 'hosted') {
    losses.push({ field: path, reason: `the hosted tool ${tool.name} does not exist here` });
    return undefined;
  }
  listRestLosses(tool, DIALECT, path, losses);
  const wire: Fields = { name: names.toWire({ ...tool, kind: tool.type }) };
  const description = tool.type === 'function' ? tool.description : describeTextTool(tool, path, losses);
  if (description !== undefined && description !== '') wire['description'] = description;
  wire['inputSchema'] = { json: tool.type === 'function' ? encodeSchema(tool.parameters) : TEXT_SCHEMA };
  if (tool.type === 'function' && tool.isStrict === true) wire['strict'] = true;
  return wire;
}

/** The schema goes as it is; only a missing `type`, without which it is refused, is added. */
function encodeSchema(parameters: unknown): Fields {
  const schema = asObject(parameters);
  if (schema === undefined) return EMPTY_SCHEMA;
  return 'type' in schema ? schema : { type: 'object', ...schema };
}

function encodeChoice(request: ChatRequest, names: ToolNames): Fields | undefined {
  const { toolChoice: choice } = request;
  switch (choice?.type) {
    case 'auto':
      return { auto: {} };
    case 'required':
      return { any: {} };
    case 'allowed':
      return choice.isRequired ? { any: {} } : { auto: {} };
    case 'tool':
      return { tool: { name: nameChosen(choice.name, request, names)[0] } };
    default:
      return undefined;
  }
}
