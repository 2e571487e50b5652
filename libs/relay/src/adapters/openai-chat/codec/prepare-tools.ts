import type { ChatRequest, CustomTool, FunctionTool, HostedTool } from '../../../model/chat-request';
import { listRestLosses, notesOf } from '../../carry-rest';
import { asObject } from '../../read-json';
import { TEXT_INPUT } from '../../tool-names';
import { restoreAll } from './carry-nested';
import { WEB_SEARCH, type ToolNotes } from './decode-tools';
import { hasCustomTools, lose, writeCache, type WriteContext } from './encode-context';
import { encodeFormat } from './map-custom-format';
import { DIALECT, type Fields } from './openai-chat.wire';
import { findModelTraits } from './model-traits';

/** Fields of the request that offer tools. */
export function prepareTools(request: ChatRequest, context: WriteContext): Fields {
  const tools: Fields[] = [];
  const functions: Fields[] = [];
  const fields: Fields = {};
  request.tools.forEach((tool, index) => {
    const path = `tools[${index}]`;
    listRestLosses(tool, DIALECT, path, context.losses);
    const notes = notesOf(tool, DIALECT) as ToolNotes | undefined;
    if (tool.type === 'hosted') Object.assign(fields, encodeHosted(tool, notes, path, tools, context));
    else if (tool.type === 'custom') tools.push(encodeCustom(tool, path, context));
    else if (notes?.isLegacy === true) functions.push(restoreAll(encodeDefinition(tool, context), tool));
    else tools.push(encodeFunction(tool, notes, path, context));
  });
  if (tools.length > 0) fields['tools'] = tools;
  if (functions.length > 0) fields['functions'] = functions;
  return fields;
}

function encodeFunction(tool: FunctionTool, notes: ToolNotes | undefined, path: string, context: WriteContext): Fields {
  const wire: Fields = notes?.isTypeless === true ? {} : { type: 'function' };
  wire['function'] = encodeDefinition(tool, context);
  return restoreAll(writeCache(wire, tool.cache, path, context), tool);
}

/** The schema goes as it is. */
function encodeDefinition(tool: FunctionTool, { names }: WriteContext): Fields {
  const wire: Fields = { name: names.toWire(asked(tool)) };
  if (tool.description !== undefined) wire['description'] = tool.description;
  if (tool.parameters !== undefined) wire['parameters'] = tool.parameters;
  if (tool.isStrict !== undefined) wire['strict'] = tool.isStrict;
  return wire;
}

function encodeCustom(tool: CustomTool, path: string, context: WriteContext): Fields {
  if (!hasCustomTools(context)) return wrapCustom(tool, path, context);
  const custom: Fields = { name: context.names.toWire(asked(tool)) };
  if (tool.description !== undefined) custom['description'] = tool.description;
  if (tool.format !== undefined) custom['format'] = encodeFormat(tool.format);
  return restoreAll(writeCache({ type: 'custom', custom }, tool.cache, path, context), tool);
}

/** A tool of free text is a function with one string. Its grammar can only be told, not enforced. */
function wrapCustom(tool: CustomTool, path: string, context: WriteContext): Fields {
  const format = asObject(tool.format);
  const grammar = format?.['type'] === 'grammar' ? JSON.stringify(format) : undefined;
  if (grammar !== undefined) {
    lose(context, `${path}.format`, 'the grammar is told to the model but not enforced');
  }
  const told = grammar === undefined ? undefined : `The input follows this grammar: ${grammar}`;
  const description = [tool.description, told].filter((text) => text !== undefined && text !== '').join('\n\n');
  const definition: Fields = { name: context.names.toWire(asked(tool)) };
  if (description !== '') definition['description'] = description;
  const properties = { [TEXT_INPUT]: { type: 'string' } };
  definition['parameters'] = { type: 'object', properties, required: [TEXT_INPUT], additionalProperties: false };
  return writeCache({ type: 'function', function: definition }, tool.cache, path, context);
}

/** Fields of the request; a vendor's own tool goes among the tools. */
function encodeHosted(
  tool: HostedTool,
  notes: ToolNotes | undefined,
  path: string,
  tools: Fields[],
  context: WriteContext,
): Fields | undefined {
  const value = asObject(tool.opaque.value);
  if (tool.opaque.dialect === DIALECT && value !== undefined) {
    if (notes?.isOption === true) return { web_search_options: value };
    tools.push(value);
    return undefined;
  }
  if (!tool.name.startsWith(WEB_SEARCH)) {
    return lose(context, path, `the hosted tool ${tool.name} does not exist here`);
  }
  if (!findModelTraits(context.target.model).canSearch) return lose(context, path, 'this model does not search');
  return { web_search_options: searchOptions(value, path, context) };
}

const SEARCH = new Set(['type', 'name', 'search_context_size', 'user_location']);

/** Responses and Messages say the same of a search, but for where the place is told. */
function searchOptions(value: Fields | undefined, path: string, context: WriteContext): Fields {
  const options: Fields = {};
  if (value === undefined) return options;
  if (typeof value['search_context_size'] === 'string') options['search_context_size'] = value['search_context_size'];
  const place = asObject(value['user_location']);
  if (place !== undefined) {
    const { type: _type, ...approximate } = place;
    options['user_location'] = { type: 'approximate', approximate };
  }
  for (const name of Object.keys(value)) {
    if (!SEARCH.has(name) && value[name] !== null)
      lose(context, `${path}.${name}`, 'the search here has no such setting');
  }
  return options;
}

function asked(tool: FunctionTool | CustomTool) {
  const { name, namespace, type: kind } = tool;
  return namespace === undefined ? { name, kind } : { name, namespace, kind };
}
