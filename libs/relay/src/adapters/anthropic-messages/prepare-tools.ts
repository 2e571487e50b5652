import type { ChatRequest, CustomTool, FunctionTool, Tool } from '../../model/chat-request';
import type { Loss } from '../../model/loss';
import { listRestLosses, restoreRest } from '../carry-rest';
import type { UpstreamTraits } from '../codec';
import { describeTextTool, TEXT_SCHEMA } from '../describe-text-tool';
import { nameChosen } from '../name-tools';
import { asObject } from '../read-json';
import type { NameRule, ToolNames } from '../tool-names';
import { DIALECT, type WireObject } from './anthropic-messages.wire';
import { encodeCacheControl, fitCacheControl } from './map-cache-control';

/** What tools may be called here. */
export const NAME_RULE: NameRule = { forbidden: /[^a-zA-Z0-9_-]/, longest: 128 };

export interface PreparedTools {
  tools?: WireObject[];
  toolChoice?: WireObject;
  isForced: boolean;
}

/** Tools in their order; of a choice among some, only those are offered, as there is no such choice here. */
export function prepareTools(
  request: ChatRequest,
  toolNames: ToolNames,
  cacheMarks: UpstreamTraits['cacheMarks'],
  losses: Loss[],
): PreparedTools {
  const isOwn = request.dialect === DIALECT;
  const choice = request.toolChoice;
  const tools: WireObject[] = [];
  const taken = new Set<string>();
  request.tools.forEach((tool, index) => {
    if (choice?.type === 'allowed' && !choice.names.includes(tool.name)) return;
    const path = `tools[${index}]`;
    const wire = encodeTool(tool, path, toolNames, losses);
    if (wire === undefined) return;
    const name = wire['name'];
    if (!isOwn && typeof name === 'string' && taken.has(name)) {
      losses.push({ field: path, reason: `another tool is named ${name} already` });
      return;
    }
    if (typeof name === 'string') taken.add(name);
    listRestLosses(tool, DIALECT, path, losses);
    tools.push(fitCacheControl(wire, cacheMarks, path, losses));
  });
  if (tools.length === 0 && !isOwn) {
    if (choice !== undefined && choice.type !== 'auto' && choice.type !== 'none') {
      losses.push({ field: 'tool_choice', reason: 'there is no tool to choose' });
    }
    return { isForced: false };
  }
  if (choice !== undefined) listRestLosses(choice, DIALECT, 'tool_choice', losses);
  const toolChoice = encodeToolChoice(request, toolNames, isOwn);
  const prepared: PreparedTools = { isForced: toolChoice?.['type'] === 'any' || toolChoice?.['type'] === 'tool' };
  if (tools.length > 0) prepared.tools = tools;
  if (toolChoice !== undefined) prepared.toolChoice = toolChoice;
  return prepared;
}

function encodeTool(tool: Tool, path: string, names: ToolNames, losses: Loss[]): WireObject | undefined {
  switch (tool.type) {
    case 'function':
      return encodeFunction(tool, names);
    case 'custom':
      return encodeCustom(tool, path, names, losses);
    case 'hosted': {
      const own = tool.opaque.dialect === DIALECT ? asObject(tool.opaque.value) : undefined;
      if (own === undefined) losses.push({ field: path, reason: `the hosted tool ${tool.name} does not exist here` });
      return own;
    }
  }
}

function encodeFunction(tool: FunctionTool, names: ToolNames): WireObject {
  const wire: WireObject = { name: names.toWire({ ...tool, kind: 'function' }) };
  if (tool.description !== undefined) wire['description'] = tool.description;
  wire['input_schema'] = encodeSchema(tool.parameters);
  if (tool.isStrict !== undefined) wire['strict'] = tool.isStrict;
  if (tool.cache !== undefined) wire['cache_control'] = encodeCacheControl(tool.cache);
  return restoreRest(wire, tool, DIALECT);
}

/** The schema goes as it is; only a missing `type`, without which it is refused, is added. */
function encodeSchema(parameters: unknown): WireObject {
  const schema = asObject(parameters);
  if (schema === undefined) return { type: 'object', properties: {} };
  return 'type' in schema ? schema : { type: 'object', ...schema };
}

/** A tool of free text is a function with one string. */
function encodeCustom(tool: CustomTool, path: string, names: ToolNames, losses: Loss[]): WireObject {
  const wire: WireObject = { name: names.toWire({ ...tool, kind: 'custom' }) };
  const description = describeTextTool(tool, path, losses);
  if (description !== undefined) wire['description'] = description;
  wire['input_schema'] = TEXT_SCHEMA;
  if (tool.cache !== undefined) wire['cache_control'] = encodeCacheControl(tool.cache);
  return wire;
}

function encodeToolChoice(request: ChatRequest, names: ToolNames, isOwn: boolean): WireObject | undefined {
  const { toolChoice: choice, parallelToolCalls: isParallel } = request;
  const wire: WireObject | undefined = choice === undefined ? undefined : toWireChoice(choice, request, names);
  if (wire?.['type'] === 'none' && !isOwn) return wire;
  if (isParallel === false) return { ...(wire ?? { type: 'auto' }), disable_parallel_tool_use: true };
  if (isParallel === true && isOwn && wire !== undefined) wire['disable_parallel_tool_use'] = false;
  return wire;
}

function toWireChoice(
  choice: NonNullable<ChatRequest['toolChoice']>,
  request: ChatRequest,
  names: ToolNames,
): WireObject {
  switch (choice.type) {
    case 'auto':
    case 'none':
      return { type: choice.type };
    case 'required':
      return { type: 'any' };
    case 'allowed':
      return { type: choice.isRequired ? 'any' : 'auto' };
    case 'tool':
      return { type: 'tool', name: nameChosen(choice.name, request, names)[0] };
  }
}
