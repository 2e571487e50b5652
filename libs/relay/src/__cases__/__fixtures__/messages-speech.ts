import type { WireEvent } from '../../model/wire-event';
import {
  compact,
  figures,
  parsed,
  pieces,
  type Figures,
  type Heard,
  type Speech,
  type Spoken,
  type Wire,
} from './speech';

interface Block {
  type: string;
  text?: string;
  thinking?: string;
  signature?: string;
  data?: string;
  id?: string;
  name?: string;
  input?: unknown;
}

const HEAD = { id: 'msg_01', type: 'message', role: 'assistant', model: 'up' };

/** Anthropic's Messages. */
export const messagesSpeech: Speech = {
  dialect: 'anthropic-messages',
  say: (answer) => ({
    ...HEAD,
    content: blocksOf(answer),
    stop_reason: finishOf(answer),
    stop_sequence: null,
    usage: usageOf(answer.usage ?? { input: 0, output: 0 }),
  }),
  sayInPieces: (answer) =>
    events(answer).map((body) => ({ event: body['type'] as string, data: JSON.stringify(body) })),
  hear(body) {
    const { model, content, stop_reason: finish, usage } = body;
    return heard(model, content as Block[], finish, usage as Wire);
  },
  hearPieces: assemble,
};

function finishOf({ finish, calls }: Spoken): string {
  return finish ?? (calls === undefined ? 'end_turn' : 'tool_use');
}

function blocksOf({ thinking, text, calls = [] }: Spoken): Block[] {
  return [
    ...(thinking ? [{ type: 'thinking', thinking: thinking.text, signature: thinking.signature ?? '' }] : []),
    ...(text === undefined ? [] : [{ type: 'text', text }]),
    ...calls.map(({ id, name, input }) => ({ type: 'tool_use', id, name, input: JSON.parse(input) as unknown })),
  ];
}

function events(answer: Spoken): Wire[] {
  const usage = usageOf(answer.usage ?? { input: 0, output: 0 });
  const start = { ...HEAD, content: [], stop_reason: null, stop_sequence: null, usage: { ...usage, output_tokens: 1 } };
  return [
    { type: 'message_start', message: start },
    { type: 'ping' },
    ...blocksOf(answer).flatMap((block, index) => [
      { type: 'content_block_start', index, content_block: emptied(block) },
      ...deltas(block).map((delta) => ({ type: 'content_block_delta', index, delta })),
      { type: 'content_block_stop', index },
    ]),
    { type: 'message_delta', delta: { stop_reason: finishOf(answer), stop_sequence: null }, usage },
    { type: 'message_stop' },
  ];
}

function emptied(block: Block): Block {
  if (block.type === 'text') return { ...block, text: '' };
  return block.type === 'thinking' ? { ...block, thinking: '', signature: '' } : { ...block, input: {} };
}

function deltas({ type, text = '', thinking = '', signature = '', input }: Block): Wire[] {
  if (type === 'text') return pieces(text).map((piece) => ({ type: 'text_delta', text: piece }));
  if (type !== 'thinking')
    return pieces(JSON.stringify(input)).map((piece) => ({ type: 'input_json_delta', partial_json: piece }));
  return [
    ...pieces(thinking).map((piece) => ({ type: 'thinking_delta', thinking: piece })),
    ...(signature === '' ? [] : [{ type: 'signature_delta', signature }]),
  ];
}

/** Input excludes what the cache gave and took. */
function usageOf({ input, cacheRead = 0, cacheWrite = 0, output, reasoning = 0 }: Figures): Wire {
  return compact({
    input_tokens: input,
    cache_read_input_tokens: cacheRead,
    cache_creation_input_tokens: cacheWrite,
    output_tokens: output + reasoning,
    output_tokens_details: reasoning === 0 ? undefined : { thinking_tokens: reasoning },
  });
}

function assemble(all: readonly WireEvent[]): Heard {
  const blocks: (Block & { json?: string })[] = [];
  let message: Wire = {};
  let open: number | undefined;
  for (const event of all) {
    const body = parsed(event);
    if (body['type'] !== event.event) throw new Error(`${event.event} says ${String(body['type'])}`);
    const index = body['index'] as number;
    if (event.event === 'message_start') {
      if ('model' in message) throw new Error('A second beginning');
      message = { ...(body['message'] as Wire) };
    } else if (event.event === 'content_block_start') {
      if (open !== undefined || index !== blocks.length) throw new Error(`Block ${index} begins too early`);
      blocks.push({ ...(body['content_block'] as Block) });
      open = index;
    } else if (event.event === 'content_block_stop') {
      if (open !== index) throw new Error(`Block ${index} is not open`);
      open = undefined;
    } else if (event.event === 'content_block_delta') {
      if (open !== index) throw new Error(`Block ${index} is not open`);
      add(blocks[index]!, body['delta'] as Wire);
    } else if (event.event === 'message_delta') {
      const usage = Object.entries(body['usage'] as Wire).filter(([, figure]) => figure !== null);
      message = {
        ...message,
        ...(body['delta'] as Wire),
        usage: { ...(message['usage'] as Wire), ...Object.fromEntries(usage) },
      };
    }
  }
  if (all.at(-1)?.event !== 'message_stop') throw new Error('No message_stop');
  const content = blocks.map(({ json, ...block }) =>
    json === undefined ? block : { ...block, input: JSON.parse(json) as unknown },
  );
  return heard(message['model'], content, message['stop_reason'], message['usage'] as Wire);
}

function add(block: Block & { json?: string }, delta: Wire): void {
  if (delta['type'] === 'text_delta') block.text += delta['text'] as string;
  else if (delta['type'] === 'thinking_delta') block.thinking += delta['thinking'] as string;
  else if (delta['type'] === 'signature_delta') block.signature = delta['signature'] as string;
  else if (delta['type'] === 'input_json_delta') block.json = (block.json ?? '') + (delta['partial_json'] as string);
}

function heard(model: unknown, content: readonly Block[], finish: unknown, usage: Wire): Heard {
  const of = (type: string) => content.filter((block) => block.type === type);
  return compact({
    model,
    thinking: of('thinking')
      .map(({ thinking }) => thinking)
      .join(''),
    signature: of('thinking')[0]?.signature,
    text: of('text')
      .map(({ text }) => text)
      .join(''),
    calls: of('tool_use').map(({ id, name, input }) => ({ id: id!, name: name!, input: JSON.stringify(input) })),
    finish,
    usage: read(usage),
  });
}

function read(usage: Wire): Figures {
  const { input_tokens: input, output_tokens: output } = usage as Record<string, number>;
  const reasoning = (usage['output_tokens_details'] as Record<string, number> | undefined)?.['thinking_tokens'];
  return figures({
    input,
    cacheRead: usage['cache_read_input_tokens'] as number,
    cacheWrite: usage['cache_creation_input_tokens'] as number,
    output: output! - (reasoning ?? 0),
    reasoning,
  });
}
