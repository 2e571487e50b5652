import type { CustomTool, FunctionTool, Message, Tool } from '../../model/chat-request';
import { findRest } from '../carry-rest';
import { asArray, asBoolean, asObject, asString } from '../read-json';
import { keepNotes, type Notes } from './carry-notes';
import { DIALECT, type Fail, type WireItem, type WireObject } from './openai-responses.wire';
import { needItem, needList, needString, optionalString } from './read-wire';

const NAMESPACE: ReadonlySet<string> = new Set(['type', 'name', 'tools']);
/** What a namespace says besides stands on its first tool under this. */
export const OF_NAMESPACE = 'namespace.';

export function decodeTools(value: unknown, path: string, fail: Fail): Tool[] {
  if (value === undefined || value === null) return [];
  return needList(value, path, fail).flatMap((entry, index) => {
    const at = `${path}[${index}]`;
    const wire = needItem(entry, at, fail);
    return wire.type === 'namespace' ? decodeNamespace(wire, at, fail) : [decodeTool(wire, at, fail, {})];
  });
}

function decodeTool(wire: WireItem, path: string, fail: Fail, notes: Notes): Tool {
  switch (wire.type) {
    case 'function':
      return decodeFunction(wire, path, fail, notes);
    case 'custom':
      return decodeCustom(wire, path, fail, notes);
    default:
      return keepNotes(hosted(wire), undefined, notes);
  }
}

function hosted(wire: WireItem): Tool {
  return { type: 'hosted', name: wire.type, opaque: { dialect: DIALECT, value: wire } };
}

function decodeFunction(wire: WireItem, path: string, fail: Fail, notes: Notes): FunctionTool {
  const tool: FunctionTool = { type: 'function', name: needString(wire, 'name', path, fail) };
  const names = new Set(['type', 'name', 'description', 'parameters']);
  const description = optionalString(wire, 'description', path, fail);
  if (description !== undefined) tool.description = description;
  if ((wire['parameters'] ?? null) !== null) tool.parameters = wire['parameters'];
  const isStrict = asBoolean(wire['strict']);
  if (isStrict !== undefined) {
    tool.isStrict = isStrict;
    names.add('strict');
  }
  return keepNotes(tool, findRest(wire, names), notes);
}

function decodeCustom(wire: WireItem, path: string, fail: Fail, notes: Notes): CustomTool {
  const tool: CustomTool = { type: 'custom', name: needString(wire, 'name', path, fail) };
  const description = optionalString(wire, 'description', path, fail);
  if (description !== undefined) tool.description = description;
  if ((wire['format'] ?? null) !== null) tool.format = wire['format'];
  return keepNotes(tool, findRest(wire, new Set(['type', 'name', 'description', 'format'])), notes);
}

/** A namespace is a property of its tools; one without tools is only OpenAI's. */
function decodeNamespace(wire: WireItem, path: string, fail: Fail): Tool[] {
  const namespace = needString(wire, 'name', path, fail);
  const list = needList(wire['tools'], `${path}.tools`, fail);
  if (list.length === 0) return [hosted(wire)];
  return list.map((entry, index) => {
    const at = `${path}.tools[${index}]`;
    const inner = needItem(entry, at, fail);
    if (inner.type !== 'function' && inner.type !== 'custom') {
      throw fail(`${at}.type`, '只能是 function 或 custom', 'can only be function or custom');
    }
    const tool = decodeTool(inner, at, fail, index === 0 ? { beginsNamespace: true } : { isInNamespace: true });
    if (tool.type !== 'hosted') tool.namespace = namespace;
    if (index === 0) keepNamespace(tool, wire);
    return tool;
  });
}

function keepNamespace(tool: Tool, wire: WireItem): void {
  const rest = findRest(wire, NAMESPACE);
  if (rest === undefined) return;
  const fields: WireObject = { ...tool.rest?.fields };
  for (const name of Object.keys(rest)) fields[OF_NAMESPACE + name] = rest[name];
  keepNotes(tool, fields, { beginsNamespace: true });
}

/**
 * Tools may be offered within the history (`additional_tools`, results of a tool search). They are tools of the request like
 * others; what is offered twice is one.
 */
export function addHistoryTools(tools: Tool[], messages: readonly Message[], fail: Fail): void {
  const known = new Set(tools.map(nameTool));
  for (const message of messages) {
    for (const part of message.parts) {
      const item = part.type === 'opaque' ? asObject(part.opaque.value) : undefined;
      if (item?.['type'] !== 'additional_tools' && item?.['type'] !== 'tool_search_output') continue;
      for (const tool of decodeTools(asArray(item['tools']), `${asString(item['type']) ?? ''}.tools`, fail)) {
        if (tool.type === 'hosted' || known.has(nameTool(tool))) continue;
        known.add(nameTool(tool));
        keepNotes(tool, tool.rest?.fields, { isAdditional: true });
        tools.push(tool);
      }
    }
  }
}

function nameTool(tool: Tool): string {
  return tool.type === 'hosted' ? `\n${tool.name}` : `${tool.namespace ?? ''}\n${tool.name}`;
}
