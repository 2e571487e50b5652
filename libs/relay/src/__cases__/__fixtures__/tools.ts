import type { Dialect } from '../../model/dialect';
import { compact, type Wire } from './speech';

export interface OfferedTool {
  name: string;
  schema: unknown;
  strict?: boolean;
}
/** Absent = nobody said. */
export type Choice = 'auto' | 'none' | 'required' | { name: string };

interface ToolWords {
  write(tools: readonly OfferedTool[], choice?: Choice, oneAtATime?: boolean): Wire;
  tools(sent: Wire): OfferedTool[];
  choice(sent: Wire): Choice | undefined;
  /** Undefined where the dialect has no word for it, or nobody said. */
  oneAtATime(sent: Wire): boolean | undefined;
}

/** Functions as callers offer them, and as upstreams read them, without our codecs. */
export const TOOLS: Readonly<Record<Dialect, ToolWords>> = {
  'openai-chat': {
    write: (tools, choice, oneAtATime) =>
      compact({
        tools: tools.map(({ name, schema, strict }) => ({
          type: 'function',
          function: compact({ name, parameters: schema, strict }),
        })),
        tool_choice: typeof choice === 'object' ? { type: 'function', function: choice } : choice,
        parallel_tool_calls: oneAtATime === undefined ? undefined : !oneAtATime,
      }),
    tools: (sent) =>
      (sent['tools'] as { function: Wire }[]).map(({ function: tool }) => offered(tool, tool['parameters'])),
    choice: ({ tool_choice: choice }) =>
      typeof choice === 'object' ? (choice as { function: { name: string } }).function : (choice as Choice),
    oneAtATime: ({ parallel_tool_calls: parallel }) => (parallel === undefined ? undefined : !(parallel as boolean)),
  },
  'openai-responses': {
    write: (tools, choice, oneAtATime) =>
      compact({
        tools: tools.map(({ name, schema, strict }) => ({ type: 'function', name, parameters: schema, strict })),
        tool_choice: typeof choice === 'object' ? { type: 'function', ...choice } : choice,
        parallel_tool_calls: oneAtATime === undefined ? undefined : !oneAtATime,
      }),
    tools: (sent) => (sent['tools'] as Wire[]).map((tool) => offered(tool, tool['parameters'])),
    choice: ({ tool_choice: choice }) =>
      typeof choice === 'object' ? { name: (choice as { name: string }).name } : (choice as Choice),
    oneAtATime: ({ parallel_tool_calls: parallel }) => (parallel === undefined ? undefined : !(parallel as boolean)),
  },
  'anthropic-messages': {
    write: (tools, choice, oneAtATime) =>
      compact({
        tools: tools.map(({ name, schema, strict }) => compact({ name, input_schema: schema, strict })),
        tool_choice:
          choice === undefined && oneAtATime === undefined
            ? undefined
            : { ...anthropicChoice(choice ?? 'auto'), disable_parallel_tool_use: oneAtATime },
      }),
    tools: (sent) => (sent['tools'] as Wire[]).map((tool) => offered(tool, tool['input_schema'])),
    choice: (sent) => {
      const choice = sent['tool_choice'] as { type: string; name: string } | undefined;
      if (choice?.type === 'tool') return { name: choice.name };
      return choice?.type === 'any' ? 'required' : (choice?.type as Choice);
    },
    oneAtATime: (sent) => (sent['tool_choice'] as Wire | undefined)?.['disable_parallel_tool_use'] as boolean,
  },
  'gemini-generate': {
    write: (tools, choice) =>
      compact({
        tools: [{ functionDeclarations: tools.map(({ name, schema }) => ({ name, parametersJsonSchema: schema })) }],
        toolConfig: choice === undefined ? undefined : { functionCallingConfig: geminiChoice(choice) },
      }),
    tools: (sent) =>
      (sent['tools'] as { functionDeclarations: Wire[] }[])
        .flatMap(({ functionDeclarations }) => functionDeclarations)
        .map((tool) => offered(tool, tool['parametersJsonSchema'] ?? tool['parameters'])),
    choice: (sent) => {
      const config = (
        sent['toolConfig'] as { functionCallingConfig?: { mode: string; allowedFunctionNames?: string[] } }
      )?.functionCallingConfig;
      if (config === undefined) return undefined;
      const names = config.allowedFunctionNames ?? [];
      if (names.length > 0) return { name: names.join() };
      return config.mode === 'ANY' ? 'required' : (config.mode.toLowerCase() as Choice);
    },
    oneAtATime: () => undefined,
  },
};

function offered(tool: Wire, schema: unknown): OfferedTool {
  return compact({ name: tool['name'] as string, schema, strict: tool['strict'] as boolean });
}

function anthropicChoice(choice: Choice): Wire {
  if (typeof choice === 'object') return { type: 'tool', ...choice };
  return { type: choice === 'required' ? 'any' : choice };
}

function geminiChoice(choice: Choice): Wire {
  if (typeof choice === 'object') return { mode: 'ANY', allowedFunctionNames: [choice.name] };
  return { mode: choice === 'required' ? 'ANY' : choice.toUpperCase() };
}
