import type { ChatRequest, Tool, ToolChoice } from '../../../model/chat-request';
import { invalidRequest } from '../../invalid-request';
import { asObject, asString } from '../../read-json';
import type { Fields } from './openai-chat.wire';
import { readList, wantObject, wantString } from './read-fields';

const WORDS: ReadonlyMap<string, 'auto' | 'none' | 'required'> = new Map([
  ['auto', 'auto'],
  ['none', 'none'],
  ['required', 'required'],
  // Mistral's.
  ['any', 'required'],
]);

/** `function_call` is what the choice was before there were tools. */
export function readToolChoice(wire: Fields): Partial<ChatRequest> {
  const value = wire['tool_choice'] ?? undefined;
  if (value !== undefined) {
    const toolChoice = readChoice(value);
    return toolChoice === undefined ? {} : { toolChoice };
  }
  const legacy = wire['function_call'] ?? undefined;
  if (legacy === undefined) return {};
  if (typeof legacy === 'string') return { toolChoice: readWord(legacy, 'function_call') };
  const named = wantObject(legacy, 'function_call', invalidRequest);
  const name = wantString(named, 'name', 'function_call', invalidRequest);
  return { toolChoice: { type: 'tool', name, kind: 'function' } };
}

/** Undefined = a vendor's own kind. */
function readChoice(value: unknown): ToolChoice | undefined {
  if (typeof value === 'string') return readWord(value, 'tool_choice');
  const wire = wantObject(value, 'tool_choice', invalidRequest);
  const type = wantString(wire, 'type', 'tool_choice', invalidRequest);
  if (type === 'function' || type === 'custom') {
    const named = wantObject(wire[type], `tool_choice.${type}`, invalidRequest);
    const name = wantString(named, 'name', `tool_choice.${type}`, invalidRequest);
    return { type: 'tool', name, kind: type };
  }
  return type === 'allowed_tools' ? readAllowed(wire) : undefined;
}

function readWord(word: string, path: string): ToolChoice {
  const type = WORDS.get(word);
  if (type === undefined) throw invalidRequest(path, '必须是 auto、none 或 required', 'must be auto, none or required');
  return { type };
}

function readAllowed(wire: Fields): ToolChoice {
  const path = 'tool_choice.allowed_tools';
  const allowed = wantObject(wire['allowed_tools'], path, invalidRequest);
  const mode = wantString(allowed, 'mode', path, invalidRequest);
  const names = (readList(allowed, 'tools', path, invalidRequest) ?? []).flatMap((tool) => {
    const named = asObject(tool);
    return asString((asObject(named?.['function']) ?? asObject(named?.['custom']))?.['name']) ?? [];
  });
  return { type: 'allowed', names, isRequired: mode === 'required' };
}

/** `nameOf`: what a tool is called on the wire, and as which kind it goes. */
export function encodeToolChoice(
  choice: ToolChoice,
  tools: readonly Tool[],
  nameOf: (name: string, kind: 'function' | 'custom') => { name: string; kind: 'function' | 'custom' },
): unknown {
  switch (choice.type) {
    case 'tool':
      return pointAt(nameOf(choice.name, choice.kind));
    case 'allowed': {
      const named = choice.names.map((name) => {
        const kind = tools.some((tool) => tool.type === 'custom' && tool.name === name) ? 'custom' : 'function';
        return pointAt(nameOf(name, kind));
      });
      return { type: 'allowed_tools', allowed_tools: { mode: choice.isRequired ? 'required' : 'auto', tools: named } };
    }
    default:
      return choice.type;
  }
}

function pointAt({ name, kind }: { name: string; kind: 'function' | 'custom' }): Fields {
  return { type: kind, [kind]: { name } };
}
