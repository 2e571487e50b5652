import type { ChatRequest, FunctionTool } from '../../model/chat-request';
import { invalidRequest } from '../invalid-request';
import { findRest, keepRest, type Rest } from './carry-rest';
import { decodeSchema } from './decode-schema';
import { DIALECT, type Fields } from './gemini-generate.wire';
import { needFields, needList, needString, optionalString } from './read-fields';

const DECLARATION: ReadonlySet<string> = new Set(['name', 'description', 'parametersJsonSchema']);

/** One entry of `tools` holds functions and hosted tools at once; `group` remembers which came together. */
export function decodeTools(value: unknown, request: ChatRequest, kept: Fields, rest: Rest): void {
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
        request.tools.push(keepRest({ type: 'hosted', name, opaque }, { group }));
      }
    }
    if (request.tools.length === before) (rest.emptyTools ??= {})[group] = fields;
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
  const fields = findRest(declaration, DECLARATION);
  return keepRest(tool, fields === undefined ? { group } : { group, fields });
}
