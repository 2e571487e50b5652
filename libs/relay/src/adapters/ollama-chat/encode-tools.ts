import type { ChatRequest, Tool } from '../../model/chat-request';
import type { Loss } from '../../model/loss';
import { listRestLosses } from '../carry-rest';
import { describeTextTool, TEXT_SCHEMA } from '../describe-text-tool';
import { nameSetting } from '../name-setting';
import { asObject } from '../read-json';
import type { NameRule, ToolNames } from '../tool-names';
import { DIALECT, type Fields } from './ollama-chat.wire';

/** Templates of models put names into their prompts, so they are kept plain. */
export const NAME_RULE: NameRule = { forbidden: /[^a-zA-Z0-9_-]/, longest: 64 };

/**
 * Tools in their order. There is no choice among them here: who wants none called is offered none, who wants some called is
 * offered those. That one must be called cannot be said.
 */
export function encodeTools(request: ChatRequest, names: ToolNames, losses: Loss[]): Fields[] | undefined {
  const choice = request.toolChoice;
  if (choice?.type === 'none') return undefined;
  const tools: Fields[] = [];
  request.tools.forEach((tool, index) => {
    if (choice?.type === 'tool' && choice.name !== tool.name) return;
    if (choice?.type === 'allowed' && !choice.names.includes(tool.name)) return;
    const wire = encodeTool(tool, `tools[${index}]`, names, losses);
    if (wire !== undefined) tools.push(wire);
  });
  const isForced =
    choice?.type === 'required' || choice?.type === 'tool' || (choice?.type === 'allowed' && choice.isRequired);
  if (isForced) losses.push({ field: nameSetting(request, 'tool_choice'), reason: 'calls cannot be demanded here' });
  return tools.length > 0 ? tools : undefined;
}

function encodeTool(tool: Tool, path: string, names: ToolNames, losses: Loss[]): Fields | undefined {
  if (tool.type === 'hosted') {
    losses.push({ field: path, reason: `the hosted tool ${tool.name} does not exist here` });
    return undefined;
  }
  listRestLosses(tool, DIALECT, path, losses);
  if (tool.cache !== undefined) losses.push({ field: `${path}.cache`, reason: 'there are no cache marks here' });
  const wire: Fields = { name: names.toWire({ ...tool, kind: tool.type }) };
  if (tool.type === 'function') {
    if (tool.isStrict === true)
      losses.push({ field: `${path}.strict`, reason: 'schemas of tools are not enforced here' });
    if (tool.description !== undefined) wire['description'] = tool.description;
    wire['parameters'] = asObject(tool.parameters) ?? { type: 'object', properties: {} };
  } else {
    const description = describeTextTool(tool, path, losses);
    if (description !== undefined) wire['description'] = description;
    wire['parameters'] = TEXT_SCHEMA;
  }
  return { type: 'function', function: wire };
}
