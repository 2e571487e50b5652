import type { Dialect } from '../../model/dialect';
import { compact, tidy, type Wire } from './speech';

/** One thing said in a conversation. */
export type Entry =
  | { by: 'system' | 'user' | 'assistant'; text: string }
  | { call: string; name: string; input: string }
  | { result: string; text: string; isError?: boolean };

interface Histories {
  write(entries: readonly Entry[]): Wire;
  read(sent: Wire): Entry[];
}

/** Conversations as callers write them, and as upstreams read them, without our codecs. */
export const HISTORY: Readonly<Record<Dialect, Histories>> = {
  'openai-chat': { write: (entries) => ({ messages: chatMessages(entries) }), read: readChat },
  'openai-responses': { write: (entries) => ({ input: entries.map(responsesItem) }), read: readResponses },
  'anthropic-messages': { write: writeAnthropic, read: readAnthropic },
  'gemini-generate': { write: writeGemini, read: readGemini },
};

const isCall = (entry: Entry): entry is Extract<Entry, { call: string }> => 'call' in entry;
const isSystem = (entry: Entry): boolean => 'by' in entry && entry.by === 'system';
const sideOf = (entry: Entry): 'user' | 'assistant' =>
  isCall(entry) || ('by' in entry && entry.by === 'assistant') ? 'assistant' : 'user';

/** What one side says in a row. */
function turns(entries: readonly Entry[]): Entry[][] {
  const grouped: Entry[][] = [];
  for (const entry of entries) {
    const last = grouped.at(-1);
    if (last !== undefined && sideOf(last[0]!) === sideOf(entry)) last.push(entry);
    else grouped.push([entry]);
  }
  return grouped;
}

function chatMessages(entries: readonly Entry[]): Wire[] {
  return turns(entries).flatMap((turn): Wire[] => {
    if (sideOf(turn[0]!) === 'user')
      return turn.map((entry) =>
        'by' in entry
          ? { role: entry.by, content: entry.text }
          : {
              role: 'tool',
              tool_call_id: (entry as { result: string }).result,
              content: (entry as { text: string }).text,
            },
      );
    const calls = turn.filter(isCall);
    const text = turn.flatMap((entry) => ('by' in entry ? [entry.text] : [])).join('');
    return [
      compact({
        role: 'assistant',
        content: text === '' ? null : text,
        tool_calls:
          calls.length === 0
            ? undefined
            : calls.map(({ call, name, input }) => ({
                id: call,
                type: 'function',
                function: { name, arguments: input },
              })),
      }),
    ];
  });
}

function readChat(sent: Wire): Entry[] {
  return (sent['messages'] as Wire[]).flatMap((message): Entry[] => {
    const text = textOf(message['content']);
    const role = message['role'] as string;
    if (role === 'tool') return [{ result: message['tool_call_id'] as string, text }];
    const calls = (message['tool_calls'] ?? []) as { id: string; function: { name: string; arguments: string } }[];
    return [
      ...(text === '' ? [] : [{ by: role === 'developer' ? 'system' : (role as 'user'), text } as Entry]),
      ...calls.map((call) => ({ call: call.id, name: call.function.name, input: tidy(call.function.arguments) })),
    ];
  });
}

function responsesItem(entry: Entry): Wire {
  if (isCall(entry))
    return {
      type: 'function_call',
      call_id: entry.call,
      name: entry.name,
      arguments: entry.input,
      status: 'completed',
    };
  if ('result' in entry) return { type: 'function_call_output', call_id: entry.result, output: entry.text };
  const type = entry.by === 'assistant' ? 'output_text' : 'input_text';
  return { type: 'message', role: entry.by, content: [{ type, text: entry.text }] };
}

function readResponses(sent: Wire): Entry[] {
  const instructions = sent['instructions'] as string | undefined;
  const items = sent['input'] as string | Wire[];
  const read = typeof items === 'string' ? [{ by: 'user', text: items } as Entry] : items.flatMap(readItem);
  return instructions === undefined ? read : [{ by: 'system', text: instructions }, ...read];
}

function readItem(item: Wire): Entry[] {
  if (item['type'] === 'function_call')
    return [
      { call: item['call_id'] as string, name: item['name'] as string, input: tidy(item['arguments'] as string) },
    ];
  if (item['type'] === 'function_call_output')
    return [{ result: item['call_id'] as string, text: textOf(item['output']) }];
  const by = item['role'] === 'developer' ? 'system' : (item['role'] as 'user');
  return item['role'] === undefined ? [] : [{ by, text: textOf(item['content']) }];
}

function writeAnthropic(entries: readonly Entry[]): Wire {
  const system = entries.filter(isSystem) as { text: string }[];
  const messages = turns(entries.filter((entry) => !isSystem(entry))).map((turn) => ({
    role: sideOf(turn[0]!),
    content: turn.map((entry) => {
      if (isCall(entry))
        return { type: 'tool_use', id: entry.call, name: entry.name, input: JSON.parse(entry.input) as unknown };
      if ('by' in entry) return { type: 'text', text: entry.text };
      return compact({
        type: 'tool_result',
        tool_use_id: entry.result,
        content: entry.text,
        is_error: entry.isError,
      });
    }),
  }));
  return { ...(system.length > 0 && { system: system.map(({ text }) => ({ type: 'text', text })) }), messages };
}

function readAnthropic(sent: Wire): Entry[] {
  const system = sent['system'];
  const said = (sent['messages'] as Wire[]).flatMap(({ role, content }) =>
    (typeof content === 'string' ? [{ type: 'text', text: content }] : (content as Wire[])).flatMap(
      (block): Entry[] => {
        if (block['type'] === 'tool_use')
          return [
            { call: block['id'] as string, name: block['name'] as string, input: JSON.stringify(block['input']) },
          ];
        if (block['type'] === 'tool_result') {
          if (role !== 'user') throw new Error('A result in an assistant’s turn');
          return [
            compact({
              result: block['tool_use_id'] as string,
              text: textOf(block['content']),
              isError: block['is_error'] as boolean,
            }),
          ];
        }
        return block['type'] === 'text' ? [{ by: role as 'user', text: block['text'] as string }] : [];
      },
    ),
  );
  return system === undefined ? said : [{ by: 'system', text: textOf(system) }, ...said];
}

/** Google's calls and results know each other by name, or by ids that newer models have. */
function writeGemini(entries: readonly Entry[]): Wire {
  const names = new Map(entries.filter(isCall).map(({ call, name }) => [call, name]));
  const system = entries.filter(isSystem) as { text: string }[];
  const contents = turns(entries.filter((entry) => !isSystem(entry))).map((turn) => ({
    role: sideOf(turn[0]!) === 'user' ? 'user' : 'model',
    parts: turn.map((entry) => {
      if (isCall(entry))
        return { functionCall: { id: entry.call, name: entry.name, args: JSON.parse(entry.input) as unknown } };
      if ('by' in entry) return { text: entry.text };
      return {
        functionResponse: { id: entry.result, name: names.get(entry.result) ?? '', response: { output: entry.text } },
      };
    }),
  }));
  return { ...(system.length > 0 && { systemInstruction: { parts: system.map(({ text }) => ({ text })) } }), contents };
}

interface GooglePart {
  text?: string;
  thought?: boolean;
  functionCall?: { id?: string; name: string; args?: unknown };
  functionResponse?: { id?: string; name: string; response: Wire };
}

function readGemini(sent: Wire): Entry[] {
  const system = sent['systemInstruction'] as { parts: GooglePart[] } | undefined;
  const said = (sent['contents'] as { role: string; parts: GooglePart[] }[]).flatMap(({ role, parts }) =>
    parts.flatMap((part): Entry[] => {
      const { functionCall: call, functionResponse: result } = part;
      if (call) return [{ call: call.id ?? '', name: call.name, input: JSON.stringify(call.args ?? {}) }];
      if (result) return [{ result: result.id ?? '', text: String(Object.values(result.response)[0]) }];
      if (part.text === undefined || part.thought === true) return [];
      return [{ by: role === 'model' ? 'assistant' : 'user', text: part.text }];
    }),
  );
  return system ? [{ by: 'system', text: textOf(system.parts) }, ...said] : said;
}

function textOf(content: unknown): string {
  if (typeof content === 'string') return content;
  return ((content ?? []) as { text?: string }[]).map(({ text }) => text ?? '').join('');
}
