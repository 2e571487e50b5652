import type { ChatRequest, CustomTool, FunctionTool, Tool } from '../../../model/chat-request';
import { findRest, keepRest } from '../../carry-rest';
import { invalidRequest } from '../../invalid-request';
import { asObject } from '../../read-json';
import { findNested } from './carry-nested';
import { decodeCache, findStrangeCache } from './map-cache-control';
import { decodeFormat } from './map-custom-format';
import { DIALECT, type Fields } from './openai-chat.wire';
import { readBoolean, readList, readObject, readString, wantObject, wantString } from './read-fields';

const FUNCTION_TOOL = new Set(['type', 'function', 'cache_control']);
const CUSTOM_TOOL = new Set(['type', 'custom', 'cache_control']);
const FUNCTION = new Set(['name', 'description', 'parameters', 'strict']);
const CUSTOM = new Set(['name', 'description', 'format']);

/** Name under which a search by the upstream is known to all dialects. */
export const WEB_SEARCH = 'web_search';

/** How a tool was written. */
export interface ToolNotes {
  /** In `functions`, before there were tools. */
  isLegacy?: boolean;
  isTypeless?: boolean;
  /** The search that `web_search_options` asks for. */
  isOption?: boolean;
}

/** Tools, functions of old, and the search, which is a tool elsewhere. */
export function decodeTools(wire: Fields): ChatRequest['tools'] {
  const tools = (readList(wire, 'tools', '', invalidRequest) ?? []).map((tool, index) =>
    decodeTool(tool, `tools[${index}]`),
  );
  const functions = (readList(wire, 'functions', '', invalidRequest) ?? []).map((value, index) => {
    const path = `functions[${index}]`;
    const definition = wantObject(value, path, invalidRequest);
    const notes: ToolNotes = { isLegacy: true };
    return keepRest(readFunction(definition, path), DIALECT, findRest(definition, FUNCTION), notes);
  });
  const search = readObject(wire, 'web_search_options', '', invalidRequest);
  const all: Tool[] = [...tools, ...functions];
  if (search !== undefined) {
    const notes: ToolNotes = { isOption: true };
    const opaque = { dialect: DIALECT, value: search } as const;
    all.push(keepRest<Tool>({ type: 'hosted', name: WEB_SEARCH, opaque }, DIALECT, undefined, notes));
  }
  return all;
}

/** Tools of a type that is not OpenAI's are a vendor's own: GLM's search, Kimi's built-in functions. */
function decodeTool(value: unknown, path: string): Tool {
  const wire = wantObject(value, path, invalidRequest);
  const type = readString(wire, 'type', path, invalidRequest);
  if (type === 'function' || (type === undefined && asObject(wire['function']) !== undefined)) {
    const definition = wantObject(wire['function'], `${path}.function`, invalidRequest);
    const rest = findNested(findRest(wire, FUNCTION_TOOL), wire, 'function', FUNCTION);
    return complete(readFunction(definition, `${path}.function`), wire, rest, path);
  }
  if (type === 'custom') {
    const rest = findNested(findRest(wire, CUSTOM_TOOL), wire, 'custom', CUSTOM);
    return complete(readCustom(wire, path), wire, rest, path);
  }
  if (type === undefined) throw invalidRequest(`${path}.type`, '必须是字符串', 'must be a string');
  const name = readString(asObject(wire[type]) ?? {}, 'name', `${path}.${type}`, invalidRequest) ?? type;
  return { type: 'hosted', name, opaque: { dialect: DIALECT, value: wire } };
}

function readFunction(definition: Fields, path: string): FunctionTool {
  const tool: FunctionTool = { type: 'function', name: wantString(definition, 'name', path, invalidRequest) };
  const description = readString(definition, 'description', path, invalidRequest);
  const parameters = readObject(definition, 'parameters', path, invalidRequest);
  const isStrict = readBoolean(definition, 'strict', path, invalidRequest);
  if (description !== undefined) tool.description = description;
  if (parameters !== undefined) tool.parameters = parameters;
  if (isStrict !== undefined) tool.isStrict = isStrict;
  return tool;
}

function readCustom(wire: Fields, path: string): CustomTool {
  const at = `${path}.custom`;
  const definition = wantObject(wire['custom'], at, invalidRequest);
  const tool: CustomTool = { type: 'custom', name: wantString(definition, 'name', at, invalidRequest) };
  const description = readString(definition, 'description', at, invalidRequest);
  const format = readObject(definition, 'format', at, invalidRequest);
  if (description !== undefined) tool.description = description;
  if (format !== undefined) tool.format = decodeFormat(format);
  return tool;
}

function complete<T extends FunctionTool | CustomTool>(
  tool: T,
  wire: Fields,
  fields: Fields | undefined,
  path: string,
): T {
  const cache = decodeCache(wire, path, invalidRequest);
  const strange = findStrangeCache(wire);
  if (cache !== undefined) tool.cache = cache;
  const notes: ToolNotes | undefined = wire['type'] === undefined ? { isTypeless: true } : undefined;
  return keepRest(tool, DIALECT, strange === undefined ? fields : { ...fields, ...strange }, notes);
}
