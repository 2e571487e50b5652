import type { ChatRequest } from '../model/chat-request';
import type { Origin } from '../model/dialect';
import { NO_RULE, ToolNames, type NameRule } from './tool-names';

/** Names the offered tools before the history mentions them, in their order. A request of the dialect itself keeps its names. */
export function nameTools(request: ChatRequest, dialect: Origin, rule: NameRule): ToolNames {
  const names = new ToolNames(request.dialect === dialect ? NO_RULE : rule);
  for (const tool of request.tools) {
    if (tool.type !== 'hosted') names.toWire({ ...tool, kind: tool.type });
  }
  return names;
}

/** Wire names of the tools that a choice means. It says no namespace, so it means each tool of that name. */
export function nameChosen(name: string, request: ChatRequest, names: ToolNames): string[] {
  const wire: string[] = [];
  for (const tool of request.tools) {
    if (tool.type !== 'hosted' && tool.name === name) wire.push(names.toWire({ ...tool, kind: tool.type }));
  }
  return wire.length > 0 ? [...new Set(wire)] : [names.toWire({ name, kind: 'function' })];
}
