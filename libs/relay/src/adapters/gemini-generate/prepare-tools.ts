import { isDeepStrictEqual } from 'node:util';
import type { ChatRequest, CustomTool, FunctionTool, HostedTool } from '../../model/chat-request';
import type { Loss } from '../../model/loss';
import { listRestLosses, restOf } from '../carry-rest';
import { describeTextTool, TEXT_SCHEMA } from '../describe-text-tool';
import { asObject } from '../read-json';
import type { NameRule, ToolNames } from '../tool-names';
import { readNotes } from './carry-notes';
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

/**
 * What functions may be called here. Google's pages differ between 64 and 128 letters, and the first letter is a rule of
 * Vertex alone; what all of them take is right everywhere.
 * https://ai.google.dev/api/caching#FunctionDeclaration
 * https://docs.cloud.google.com/vertex-ai/generative-ai/docs/model-reference/function-calling#functiondeclaration
 */
export const NAME_RULE: NameRule = { forbidden: /[^a-zA-Z0-9_.:-]/, forbiddenStart: /[^a-zA-Z_]/, longest: 64 };

export function prepareTools(
  request: ChatRequest,
  traits: ModelTraits,
  names: ToolNames,
  losses: Loss[],
): WireTool[] | undefined {
  const groups = new Map<number, WireTool>();
  const emptyTools = readNotes(request).emptyTools ?? {};
  for (const group of Object.keys(emptyTools)) groups.set(Number(group), { ...emptyTools[Number(group)] });
  const hasFunctions = request.tools.some((tool) => tool.type !== 'hosted');
  const taken = new Set<string>();
  request.tools.forEach((tool, index) => {
    const field = `tools[${index}]`;
    const group = readNotes(tool).group ?? -1;
    listRestLosses(tool, DIALECT, field, losses);
    if ('cache' in tool && tool.cache !== undefined) {
      losses.push({ field: `${field}.cache`, reason: 'Gemini has no cache marks' });
    }
    switch (tool.type) {
      case 'function':
      case 'custom': {
        const name = names.toWire({ ...tool, kind: tool.type });
        if (taken.has(name) && request.dialect !== DIALECT) {
          losses.push({ field, reason: `another tool is named ${name} already` });
          return;
        }
        taken.add(name);
        const declaration =
          tool.type === 'function'
            ? encodeFunction(tool, name, field, losses)
            : encodeCustom(tool, name, field, losses);
        (toGroup(groups, group).functionDeclarations ??= []).push(declaration);
        return;
      }
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

/** A tool of free text is a function with one string. */
function encodeCustom(tool: CustomTool, name: string, field: string, losses: Loss[]): Fields {
  const declaration: Fields = { name };
  const description = describeTextTool(tool, field, losses);
  if (description !== undefined) declaration['description'] = description;
  declaration['parametersJsonSchema'] = TEXT_SCHEMA;
  return declaration;
}

function encodeFunction(tool: FunctionTool, name: string, field: string, losses: Loss[]): Fields {
  const declaration: Fields = { name };
  if (tool.description !== undefined) declaration['description'] = tool.description;
  if (tool.isStrict === true) losses.push({ field: `${field}.isStrict`, reason: 'Gemini has no strict functions' });
  const fields = restOf(tool, DIALECT);
  const { group, written } = readNotes(tool);
  const kept = asObject(written?.['parameters']);
  if (tool.parameters === undefined) return { ...fields, ...declaration };
  if (kept !== undefined && isDeepStrictEqual(decodeSchema(kept), tool.parameters)) declaration['parameters'] = kept;
  else if (kept === undefined && group !== undefined) declaration['parametersJsonSchema'] = tool.parameters;
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
