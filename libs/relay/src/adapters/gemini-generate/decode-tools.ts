import type { ChatRequest, FunctionTool, HostedTool } from '../../model/chat-request';
import { findRest } from '../carry-rest';
import { invalidRequest } from '../invalid-request';
import { keep, type Notes } from './carry-notes';
import { decodeSchema } from './decode-schema';
import { DIALECT, type Fields } from './gemini-generate.wire';
import { needFields, needList, needString, optionalString } from './read-fields';

const DECLARATION: ReadonlySet<string> = new Set(['name', 'description', 'parameters', 'parametersJsonSchema']);

/** One entry of `tools` holds functions and hosted tools at once; `group` remembers which came together. */
export function decodeTools(value: unknown, request: ChatRequest, kept: Fields, notes: Notes): void {
  const list = needList(value, 'tools', invalidRequest);
  if (list.length === 0) kept['tools'] = [];
  list.forEach((tool, group) => {
    const path = `tools[${group}]`;
    const fields = needFields(tool, path, invalidRequest);
    const before = request.tools.length;
    for (const name of Object.keys(fields)) {
      const content = fields[name];
      if (content === null) continue;
      if (name === 'functionDeclarations') {
        needList(content, `${path}.${name}`, invalidRequest).forEach((declaration, index) => {
          request.tools.push(decodeDeclaration(declaration, `${path}.${name}[${index}]`, group));
        });
      } else {
        const opaque = { dialect: DIALECT, value: { [name]: content } } as const;
        request.tools.push(keep<HostedTool>({ type: 'hosted', name, opaque }, undefined, { group }));
      }
    }
    if (request.tools.length === before) (notes.emptyTools ??= {})[group] = fields;
  });
}

function decodeDeclaration(value: unknown, path: string, group: number): FunctionTool {
  const declaration = needFields(value, path, invalidRequest);
  const tool: FunctionTool = {
    type: 'function',
    name: needString(declaration['name'], `${path}.name`, invalidRequest),
  };
  const description = optionalString(declaration['description'], `${path}.description`, invalidRequest);
  if (description !== undefined) tool.description = description;
  const jsonSchema = declaration['parametersJsonSchema'] ?? undefined;
  const parameters = declaration['parameters'] ?? undefined;
  if (parameters !== undefined) needFields(parameters, `${path}.parameters`, invalidRequest);
  if (jsonSchema !== undefined) tool.parameters = jsonSchema;
  else if (parameters !== undefined) tool.parameters = decodeSchema(parameters);
  const notes: Notes = parameters === undefined ? { group } : { group, written: { parameters } };
  return keep(tool, findRest(declaration, DECLARATION), notes);
}
