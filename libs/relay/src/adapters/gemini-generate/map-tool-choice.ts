import type { ChatRequest, ToolChoice } from '../../model/chat-request';
import { invalidRequest } from '../invalid-request';
import { nameChosen } from '../name-tools';
import type { ToolNames } from '../tool-names';
import { isSame, readNotes } from './carry-notes';
import type { Fields } from './gemini-generate.wire';
import { optionalString, optionalStrings } from './read-fields';

/** VALIDATED lets the model choose and holds calls to their schema. https://ai.google.dev/api/caching#FunctionCallingConfig */
export function decodeToolChoice(config: Fields, path: string): ToolChoice | undefined {
  const mode = optionalString(config['mode'], `${path}.mode`, invalidRequest)?.toUpperCase();
  const names = optionalStrings(config['allowedFunctionNames'], `${path}.allowedFunctionNames`, invalidRequest) ?? [];
  const only = names[0];
  switch (mode) {
    case undefined:
    case 'MODE_UNSPECIFIED':
      return undefined;
    case 'AUTO':
      return { type: 'auto' };
    case 'NONE':
      return { type: 'none' };
    case 'ANY':
      if (only === undefined) return { type: 'required' };
      return names.length === 1
        ? { type: 'tool', name: only, kind: 'function' }
        : { type: 'allowed', names, isRequired: true };
    case 'VALIDATED':
      return only === undefined ? { type: 'auto' } : { type: 'allowed', names, isRequired: false };
    default:
      throw invalidRequest(`${path}.mode`, '应为 AUTO、ANY、NONE 或 VALIDATED', 'must be AUTO, ANY, NONE or VALIDATED');
  }
}

export function encodeToolChoice(request: ChatRequest, names: ToolNames): Fields | undefined {
  const { toolChoice: choice } = request;
  if (choice === undefined) return undefined;
  const kept = readNotes(choice).written;
  const again = kept === undefined ? undefined : decodeToolChoice(kept, '');
  if (again !== undefined && isSame(again, choice)) return kept;
  switch (choice.type) {
    case 'auto':
      return { mode: 'AUTO' };
    case 'none':
      return { mode: 'NONE' };
    case 'required':
      return { mode: 'ANY' };
    case 'tool':
      return { mode: 'ANY', allowedFunctionNames: nameChosen(choice.name, request, names) };
    case 'allowed': {
      const allowedFunctionNames = choice.names.flatMap((name) => nameChosen(name, request, names));
      return { mode: choice.isRequired ? 'ANY' : 'VALIDATED', allowedFunctionNames };
    }
  }
}
