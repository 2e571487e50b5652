import { isDeepStrictEqual } from 'node:util';
import type { ChatRequest, FunctionTool, HostedTool } from '../../model/chat-request';
import type { Loss } from '../../model/loss';
import { asObject } from '../read-json';
import { restOf } from './carry-rest';
import { decodeSchema } from './decode-schema';
import { DIALECT, type Fields, type WireTool } from './gemini-generate.wire';
import type { ModelTraits } from './model-traits';
import { prepareSchema } from './prepare-schema';

/** Hosted tools of other dialects that Gemini has too, by how their names begin. */
const EQUIVALENTS: readonly (readonly [start: string, own: string])[] = [
  ['web_search', 'googleSearch'],
  ['google_search', 'googleSearch'],
  ['code_interpreter', 'codeExecution'],
  ['code_execution', 'codeExecution'],
  ['web_fetch', 'urlContext'],
];

export function prepareTools(request: ChatRequest, traits: ModelTraits, losses: Loss[]): WireTool[] | undefined {
  const groups = new Map<number, WireTool>();
  const emptyTools = restOf(request)?.emptyTools ?? {};
  for (const group of Object.keys(emptyTools)) groups.set(Number(group), { ...emptyTools[Number(group)] });
  const hasFunctions = request.tools.some((tool) => tool.type === 'function');
  request.tools.forEach((tool, index) => {
    const field = `tools[${index}]`;
    const group = restOf(tool)?.group ?? -1;
    if ('cache' in tool && tool.cache !== undefined) {
      losses.push({ field: `${field}.cache`, reason: 'Gemini has no cache marks' });
    }
    switch (tool.type) {
      case 'function':
        (toGroup(groups, group).functionDeclarations ??= []).push(encodeFunction(tool, field, losses));
        return;
      case 'custom':
        losses.push({ field, reason: `Gemini has no free-text tools: ${tool.name}` });
        return;
      case 'hosted': {
        const hosted = encodeHosted(tool, field, hasFunctions && !traits.isThirdGeneration, losses);
        if (hosted !== undefined) Object.assign(toGroup(groups, group), hosted);
      }
    }
  });
  if (groups.size === 0) return undefined;
  return [...groups.keys()].sort((left, right) => left - right).map((group) => groups.get(group) ?? {});
}

function toGroup(groups: Map<number, WireTool>, group: number): WireTool {
  const known = groups.get(group);
  if (known !== undefined) return known;
  const tool: WireTool = {};
  groups.set(group, tool);
  return tool;
}

function encodeFunction(tool: FunctionTool, field: string, losses: Loss[]): Fields {
  const declaration: Fields = { name: tool.name };
  if (tool.description !== undefined) declaration['description'] = tool.description;
  if (tool.isStrict === true) losses.push({ field: `${field}.isStrict`, reason: 'Gemini has no strict functions' });
  const fields = { ...restOf(tool)?.fields };
  const kept = asObject(fields['parameters']);
  if (kept !== undefined) delete fields['parameters'];
  if (tool.parameters === undefined) return { ...fields, ...declaration };
  if (kept !== undefined && isDeepStrictEqual(decodeSchema(kept), tool.parameters)) declaration['parameters'] = kept;
  else if (kept === undefined && restOf(tool) !== undefined) declaration['parametersJsonSchema'] = tool.parameters;
  else {
    const prepared = prepareSchema(tool.parameters, `${field}.parameters`, losses, true);
    declaration[prepared.isJsonSchema ? 'parametersJsonSchema' : 'parameters'] = prepared.schema;
  }
  return { ...fields, ...declaration };
}

/** Older models refuse functions and hosted tools in one request; the functions are the caller's own and go before. */
function encodeHosted(tool: HostedTool, field: string, isBarred: boolean, losses: Loss[]): Fields | undefined {
  if (tool.opaque.dialect === DIALECT) return asObject(tool.opaque.value);
  const own = EQUIVALENTS.find(([start]) => tool.name.startsWith(start))?.[1];
  if (own === undefined) {
    losses.push({ field, reason: `Gemini has no hosted tool like ${tool.name}` });
    return undefined;
  }
  if (isBarred) {
    losses.push({ field, reason: `this model takes no ${tool.name} beside functions` });
    return undefined;
  }
  const options = Object.keys(asObject(tool.opaque.value) ?? {}).filter((name) => name !== 'type' && name !== 'name');
  if (options.length > 0) losses.push({ field, reason: `options of ${tool.name}: ${options.join(', ')}` });
  return { [own]: {} };
}
