import type { ChatRequest, CustomTool, FunctionTool, Tool } from '../../model/chat-request';
import type { Loss } from '../../model/loss';
import { listRestLosses } from '../carry-rest';
import { asArray, asObject } from '../read-json';
import type { ToolNames } from '../tool-names';
import { noteOf, restorePart } from './carry-notes';
import { OF_NAMESPACE } from './decode-tools';
import { DIALECT, type WireObject } from './openai-responses.wire';

/** Own tools go back as they came, in their namespaces; those of others get names that OpenAI takes. */
export function encodeTools(request: ChatRequest, names: ToolNames, losses: Loss[]): WireObject[] {
  if (request.dialect === DIALECT) return encodeOwn(request.tools);
  return request.tools.flatMap<WireObject>(
    (tool, index) => encodeForeign(tool, `tools[${index}]`, names, losses) ?? [],
  );
}

function encodeOwn(tools: readonly Tool[]): WireObject[] {
  const list: WireObject[] = [];
  for (const tool of tools) {
    const notes = noteOf(tool);
    if (notes.isAdditional === true) continue;
    const wire = encodeOwnTool(tool);
    if (notes.beginsNamespace === true) list.push(liftNamespace(wire, tool));
    else if (notes.isInNamespace === true) (asArray(list[list.length - 1]?.['tools']) ?? list).push(wire);
    else list.push(wire);
  }
  return list;
}

function encodeOwnTool(tool: Tool): WireObject {
  if (tool.type === 'hosted') return asObject(tool.opaque.value) ?? {};
  return restorePart(tool.type === 'function' ? encodeFunction(tool, tool.name) : encodeCustom(tool, tool.name), tool);
}

function liftNamespace(wire: WireObject, tool: Tool): WireObject {
  const namespace: WireObject = { type: 'namespace', name: tool.type === 'hosted' ? tool.name : tool.namespace };
  for (const name of Object.keys(wire)) {
    if (!name.startsWith(OF_NAMESPACE)) continue;
    namespace[name.slice(OF_NAMESPACE.length)] = wire[name];
    delete wire[name];
  }
  return { ...namespace, tools: [wire] };
}

function encodeFunction(tool: FunctionTool, name: string): WireObject {
  const wire: WireObject = { type: 'function', name };
  if (tool.description !== undefined) wire['description'] = tool.description;
  if (tool.parameters !== undefined) wire['parameters'] = tool.parameters;
  if (tool.isStrict !== undefined) wire['strict'] = tool.isStrict;
  return wire;
}

function encodeCustom(tool: CustomTool, name: string): WireObject {
  const wire: WireObject = { type: 'custom', name };
  if (tool.description !== undefined) wire['description'] = tool.description;
  if (tool.format !== undefined) wire['format'] = tool.format;
  return wire;
}

function encodeForeign(tool: Tool, path: string, names: ToolNames, losses: Loss[]): WireObject | undefined {
  if (tool.type === 'hosted') {
    losses.push({ field: path, reason: `the hosted tool ${tool.name} does not exist here` });
    return undefined;
  }
  listRestLosses(tool, DIALECT, path, losses);
  if (tool.cache !== undefined)
    losses.push({ field: `${path}.cache_control`, reason: 'tools take no cache marks here' });
  const { name, namespace } = tool;
  const wireName = names.toWire({ name, kind: tool.type, ...(namespace !== undefined && { namespace }) });
  if (tool.type === 'custom') return encodeCustom(tool, wireName);
  const wire = encodeFunction(tool, wireName);
  wire['parameters'] = completeSchema(tool.parameters);
  // Strict is what OpenAI takes silence for; other dialects mean the opposite.
  wire['strict'] = tool.isStrict ?? false;
  return wire;
}

/** A schema without `properties` is refused. */
function completeSchema(parameters: unknown): WireObject {
  const schema = asObject(parameters) ?? {};
  if ('type' in schema && schema['type'] !== 'object') return schema;
  return 'properties' in schema && 'type' in schema ? schema : { properties: {}, ...schema, type: 'object' };
}
