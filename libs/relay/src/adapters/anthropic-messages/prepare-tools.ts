import type { ChatRequest, CustomTool, FunctionTool, Tool } from '../../model/chat-request';
import type { Loss } from '../../model/loss';
import { asObject } from '../read-json';
import { DIALECT, type WireObject } from './anthropic-messages.wire';
import { restoreRest } from './carry-rest';
import { encodeCacheControl } from './map-cache-control';
import { TEXT_INPUT } from './map-tool-input';
import { encodeToolName } from './map-tool-name';

export interface PreparedTools {
  tools?: WireObject[];
  toolChoice?: WireObject;
  isForced: boolean;
}

/** Tools in their order; of a choice among some, only those are offered, as there is no such choice here. */
export function prepareTools(request: ChatRequest, losses: Loss[]): PreparedTools {
  const isOwn = request.dialect === DIALECT;
  const choice = request.toolChoice;
  const tools: WireObject[] = [];
  const names = new Set<string>();
  request.tools.forEach((tool, index) => {
    if (choice?.type === 'allowed' && !choice.names.includes(tool.name)) return;
    const wire = encodeTool(tool, `tools[${index}]`, isOwn, losses);
    if (wire === undefined) return;
    const name = wire['name'];
    if (!isOwn && typeof name === 'string' && names.has(name)) {
      losses.push({ field: `tools[${index}]`, reason: `another tool is named ${name} already` });
      return;
    }
    if (typeof name === 'string') names.add(name);
    tools.push(wire);
  });
  if (tools.length === 0 && !isOwn) {
    if (choice !== undefined && choice.type !== 'auto' && choice.type !== 'none') {
      losses.push({ field: 'tool_choice', reason: 'there is no tool to choose' });
    }
    return { isForced: false };
  }
  const toolChoice = encodeToolChoice(request, isOwn);
  const prepared: PreparedTools = { isForced: toolChoice?.['type'] === 'any' || toolChoice?.['type'] === 'tool' };
  if (tools.length > 0) prepared.tools = tools;
  if (toolChoice !== undefined) prepared.toolChoice = toolChoice;
  return prepared;
}

function encodeTool(tool: Tool, path: string, isOwn: boolean, losses: Loss[]): WireObject | undefined {
  switch (tool.type) {
    case 'function':
      return encodeFunction(tool, path, isOwn, losses);
    case 'custom':
      return encodeCustom(tool, path, losses);
    case 'hosted': {
      const own = tool.opaque.dialect === DIALECT ? asObject(tool.opaque.value) : undefined;
      if (own === undefined) losses.push({ field: path, reason: `the hosted tool ${tool.name} does not exist here` });
      return own;
    }
  }
}

function encodeFunction(tool: FunctionTool, path: string, isOwn: boolean, losses: Loss[]): WireObject {
  const wire: WireObject = { name: isOwn ? tool.name : readyName(tool.name, path, losses) };
  if (tool.description !== undefined) wire['description'] = tool.description;
  wire['input_schema'] = encodeSchema(tool.parameters);
  if (tool.isStrict !== undefined) wire['strict'] = tool.isStrict;
  if (tool.cache !== undefined) wire['cache_control'] = encodeCacheControl(tool.cache);
  return restoreRest(wire, tool);
}

/** The schema goes as it is; only a missing `type`, without which it is refused, is added. */
function encodeSchema(parameters: unknown): WireObject {
  const schema = asObject(parameters);
  if (schema === undefined) return { type: 'object', properties: {} };
  return 'type' in schema ? schema : { type: 'object', ...schema };
}

/** A tool of free text is a function with one string. Its grammar can only be told, not enforced. */
function encodeCustom(tool: CustomTool, path: string, losses: Loss[]): WireObject {
  const format = asObject(tool.format);
  const grammar = format?.['type'] === 'grammar' ? JSON.stringify(format) : undefined;
  if (grammar !== undefined)
    losses.push({ field: `${path}.format`, reason: 'the grammar is told to the model but not enforced' });
  const description = [tool.description, grammar && `The input follows this grammar: ${grammar}`]
    .filter(Boolean)
    .join('\n\n');
  const wire: WireObject = { name: readyName(tool.name, path, losses) };
  if (description !== '') wire['description'] = description;
  wire['input_schema'] = { type: 'object', properties: { [TEXT_INPUT]: { type: 'string' } }, required: [TEXT_INPUT] };
  if (tool.cache !== undefined) wire['cache_control'] = encodeCacheControl(tool.cache);
  return wire;
}

function readyName(name: string, path: string, losses: Loss[]): string {
  const ready = encodeToolName(name);
  if (ready !== name) losses.push({ field: `${path}.name`, reason: `is refused here; sent as ${ready}` });
  return ready;
}

function encodeToolChoice(request: ChatRequest, isOwn: boolean): WireObject | undefined {
  const { toolChoice: choice, parallelToolCalls: isParallel } = request;
  const wire: WireObject | undefined = choice === undefined ? undefined : toWireChoice(choice, isOwn);
  if (wire?.['type'] === 'none' && !isOwn) return wire;
  if (isParallel === false) return { ...(wire ?? { type: 'auto' }), disable_parallel_tool_use: true };
  if (isParallel === true && isOwn && wire !== undefined) wire['disable_parallel_tool_use'] = false;
  return wire;
}

function toWireChoice(choice: NonNullable<ChatRequest['toolChoice']>, isOwn: boolean): WireObject {
  switch (choice.type) {
    case 'auto':
    case 'none':
      return { type: choice.type };
    case 'required':
      return { type: 'any' };
    case 'allowed':
      return { type: choice.isRequired ? 'any' : 'auto' };
    case 'tool':
      return { type: 'tool', name: isOwn ? choice.name : encodeToolName(choice.name) };
  }
}
